using Izzy.Cli.Control;
using Izzy.Cli.Guard;
using Izzy.Cli.Input;
using Izzy.Cli.Output;
using Izzy.Cli.Reset;
using Izzy.Cli.Telemetry;
using Izzy.Cli.Text;
using Izzy.Heartbeat;
using Izzy.Heartbeat.Protocol;
using Izzy.Heartbeat.Safety;

namespace Izzy.Cli.Run;

/// <summary>How a client is run.</summary>
/// <param name="Json">Event lines alone, as JSON, on standard output.</param>
/// <param name="Attach">A program drives it through standard input and output; the end of input stops it.</param>
/// <param name="OnStop">The command to run when it stops, or null.</param>
internal sealed record ClientSessionOptions(bool Json, bool Attach, string? OnStop);

/// <summary>
/// A robot's side with its operator or its program: event lines out, line commands in, a socket for <c>izzy reset</c>, and a
/// guard that runs the stop command even when this process cannot.
/// </summary>
internal sealed class ClientSession : IDisposable
{
    private readonly ClientSessionOptions _options;
    private readonly Leaving _leaving = new();
    private readonly ErrorLines _errors = new(Console.Error);
    private readonly GuardLink? _guard;
    private readonly IzzyClient _client;
    private readonly ControlSocket? _socket;
    private readonly EventPrinter _printer;
    private readonly ServiceManager? _manager;
    private readonly IDisposable? _collector;
    private IDisposable? _kept;
    private volatile bool _left;

    /// <summary>Starts the guard, takes port and state directory, and opens the socket for resets.</summary>
    /// <exception cref="HeartbeatStartException">One of them cannot be had.</exception>
    /// <exception cref="ArgumentException">An option of the client is out of its range.</exception>
    public ClientSession(IzzyClientOptions client, ClientSessionOptions options, CollectorVariables? collector = null)
    {
        _options = options;
        // Before the guard is started, so that what the service manager said stays here.
        _manager = ServiceManager.Find();
        if (options.OnStop is { } command)
        {
            // Before the client, so that it is there before the first permit.
            _guard = GuardLink.Start(new StopCommand(command, client.Name), client.Limit);
            client = client with { StopAction = _guard.Stop };
        }

        try
        {
            _client = new IzzyClient(client);
            // A robot that cannot be reset by a button can still be reset at its terminal, and it can always stop: so this is told, not
            // fatal.
            if (client.StateDirectory is { } directory)
                _socket = ControlSocket.TryOpen(() => ClientSocket.Open(directory, _client, client.ToClientPort), Console.Error);
        }
        catch
        {
            _client?.Dispose();
            _guard?.Dispose();
            _leaving.Dispose();
            throw;
        }

        _printer = options.Json
            ? EventPrinter.Json(_client.Subscribe(), EventPrinter.OpenStandardOutput())
            : EventPrinter.Text(_client.Subscribe(), EventPrinter.OpenStandardOutput(), client.ToClientPort, client.FromClientPort);
        _collector = collector?.Send(_client, _errors.Add);
    }

    public void Run()
    {
        _guard?.Watch(_client);
        _client.Start();
        _kept = _manager?.Keep(_client);
        LineReader.Start(StandardInput.Open(), Do, _errors.Add, InputEnded);
        _leaving.Wait();
    }

    public void Dispose()
    {
        // Told first, and told without waiting. Nothing that touches a disk stands before the stop, and nobody resets from now on.
        _kept?.Dispose();
        _left = true;
        _socket?.Close();
        _client.Leave();
        _guard?.Dispose();
        // Before the client's state is free: the next one of this name makes its socket in the same place.
        _socket?.Dispose();
        _client.Dispose();
        _collector?.Dispose();
        _printer.Finish(TimeSpan.FromSeconds(2));
        _errors.Finish(TimeSpan.FromSeconds(1));
        _leaving.Dispose();
    }

    private void Do(string line)
    {
        var known = _options.Attach
            ? Commands.TryReadAttached(line, out var command, out var problem)
            : Commands.TryReadClient(line, out command, out problem);
        if (!known)
        {
            _errors.Add(problem!);
            return;
        }

        switch (command)
        {
            case InputCommand.Stop:
                _client.Stop();
                break;
            case InputCommand.Reset when _left:
                break;
            case InputCommand.Reset:
                // The event says whether it was refused, and why.
                _client.Reset();
                break;
            case InputCommand.CheckIn:
                _client.CheckIn();
                break;
            case InputCommand.ChangeStatus(var status):
                Report(new IzzyState(status));
                break;
            case InputCommand.Report(var state):
                Report(state);
                break;
            case InputCommand.Quit:
                _leaving.Ask();
                break;
        }
    }

    private void Report(IzzyState state)
    {
        try
        {
            _client.Report(state);
        }
        catch (ArgumentException exception)
        {
            _errors.Add(new Problem(exception.Message, "Give the IZZY a shorter name, or leave the line-following values out."));
        }
    }

    private void InputEnded()
    {
        // Without a program attached, the end of input is no command: a service has none from the start.
        if (!_options.Attach)
            return;
        _client.Stop(StopCause.Detached);
        _leaving.Ask();
    }
}
