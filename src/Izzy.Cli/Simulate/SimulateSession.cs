using System.Collections.Concurrent;
using Izzy.Cli.Input;
using Izzy.Cli.Output;
using Izzy.Cli.Run;
using Izzy.Cli.Text;
using Izzy.Heartbeat.Protocol;
using Izzy.Heartbeat.Threads;
using Izzy.Heartbeat.Time;
using Izzy.Heartbeat.Transport;

namespace Izzy.Cli.Simulate;

/// <summary>How a simulation is run.</summary>
/// <param name="Count">How many robots.</param>
/// <param name="Profile">What they are like.</param>
/// <param name="Seed">Where chance starts.</param>
/// <param name="Ports">Where they listen, and where a Mother does.</param>
/// <param name="Json">Lines of JSON alone on standard output.</param>
/// <param name="Keys">The venue's key, or null for plain mode.</param>
internal sealed record SimulateOptions(int Count, Profile Profile, int Seed, (int ToClient, int FromClient) Ports, bool Json, VerificationKeys? Keys);

/// <summary>A simulated fleet with its one thread, its output, and the person who may reset and stop all of it.</summary>
internal sealed class SimulateSession : IDisposable
{
    // How exactly delays of the network inside are kept.
    private static readonly TimeSpan s_step = TimeSpan.FromMilliseconds(2);
    private static readonly TimeSpan s_lastWords = TimeSpan.FromSeconds(2);

    private readonly Leaving _leaving = new();
    private readonly ErrorLines _errors = new(Console.Error);
    private readonly LinePump _lines;
    private readonly ConcurrentQueue<Action> _asked = new();
    private readonly SimulationSummary _summary = new();
    private readonly SimulateOptions _options;
    private readonly UdpTransport _air;
    private readonly SimulatedFleet _fleet;
    private readonly StepThread _thread;
    private volatile bool _isUnread;

    /// <summary>Takes the port.</summary>
    /// <exception cref="Heartbeat.HeartbeatStartException">It is taken.</exception>
    public SimulateSession(SimulateOptions options)
    {
        _options = options;
        try
        {
            _air = new UdpTransport(new UdpTransportOptions { LocalPort = options.Ports.ToClient });
        }
        catch
        {
            _leaving.Dispose();
            throw;
        }

        // Whoever reads no more does not end it: a Mother is being tried.
        _lines = new LinePump(EventPrinter.OpenStandardOutput(), () => _isUnread = true);
        _fleet = new SimulatedFleet(options.Count, options.Profile, options.Seed, _air, options.Ports, SystemClock.Instance, Tell, options.Keys);
        _thread = new StepThread("izzy-simulation", Step, (_, exception) =>
        {
            IsBroken = true;
            _errors.Add(new Problem($"The simulation broke: {exception.Message}", "Report this, with the seed and the profile."));
            _leaving.Ask();
        });
    }

    /// <summary>Whether it ended because something in it failed.</summary>
    public bool IsBroken { get; private set; }

    public void Run(TimeSpan? longest)
    {
        Say($"{_options.Count} simulated IZZYs on port {_options.Ports.ToClient}, seed {_options.Seed}; type reset, stop or quit.");
        _thread.Start();
        LineReader.Start(StandardInput.Open(), Do, _errors.Add, static () => { });
        _leaving.Wait(longest);
    }

    public void Dispose()
    {
        // A simulation is no robot: it ends without farewell, as a fleet whose power is cut.
        _thread.Dispose();
        _fleet.Dispose();
        _lines.Add(_options.Json ? _summary.ToJson(SystemClock.Instance.UtcNow, _options.Seed, _fleet.Ignored) : _summary.ToText(_options.Seed, _fleet.Ignored));
        if (!_isUnread && _lines.LeftOut is > 0 and var lost)
            _errors.Add($"{lost} lines were left out: this output is too slow.");
        _lines.Finish(s_lastWords);
        _errors.Finish(s_lastWords);
        _leaving.Dispose();
    }

    private TimeSpan Step()
    {
        _air.Wait(s_step);
        while (_asked.TryDequeue(out var act))
            act();
        _fleet.Step();
        return TimeSpan.Zero;
    }

    private void Do(string line)
    {
        if (!Commands.TryReadSimulation(line, out var command, out var problem))
        {
            _errors.Add(problem);
            return;
        }

        switch (command)
        {
            case InputCommand.Stop:
                _asked.Enqueue(_fleet.Stop);
                break;
            case InputCommand.Reset:
                _asked.Enqueue(_fleet.Reset);
                break;
            case InputCommand.Quit:
                _leaving.Ask();
                break;
        }
    }

    private void Tell(SimulationEvent happening)
    {
        _summary.Add(happening);
        _lines.Add(_options.Json ? happening.ToJson() : happening.ToText());
    }

    // Where the lines are for a program, what is said to a person goes to the error output.
    private void Say(string line)
    {
        if (_options.Json)
            _errors.Add(line);
        else
            _lines.Add(line);
    }
}
