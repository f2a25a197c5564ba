using System.Diagnostics;
using Izzy.Cli.Text;
using Izzy.Heartbeat;
using Izzy.Heartbeat.Safety;
using Izzy.Wording;

namespace Izzy.Cli.Guard;

/// <summary>
/// The client's end of its guard: starts it before the first permit, sends it tokens while this process lives, tells it of a
/// stop. A guard that dies or freezes stops the IZZY, and the command is then run from here.
/// </summary>
internal sealed class GuardLink : IDisposable
{
    private static readonly TimeSpan s_startWithin = TimeSpan.FromSeconds(10);

    // A guard that was told and does not say so within this time is not there: a start of a process takes some 5 ms.
    private static readonly TimeSpan s_ranWithin = TimeSpan.FromMilliseconds(150);

    private readonly Process _process;
    private readonly StopCommand _command;
    private readonly TimeSpan _limit;
    private readonly EchoWatch _echoes;
    private readonly ManualResetEventSlim _ready = new();
    private readonly AutoResetEvent _ran = new(false);
    private readonly Lock _writing = new();
    private IzzyClient? _client;
    private volatile bool _dead;
    private volatile bool _ending;

    private GuardLink(Process process, StopCommand command, TimeSpan limit)
    {
        _process = process;
        _command = command;
        _limit = limit;
        _echoes = new EchoWatch(limit);
    }

    /// <summary>Starts the guard and waits until it is ready.</summary>
    /// <exception cref="HeartbeatStartException">It does not start.</exception>
    public static GuardLink Start(StopCommand command, TimeSpan limit)
    {
        var start = new ProcessStartInfo(ThisProgram.Words[0], [.. ThisProgram.Words.Skip(1), .. GuardProcess.Arguments(limit, command)])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        Exception? reason = null;
        try
        {
            var process = Process.Start(start) ?? throw new InvalidOperationException("The system started nothing.");
            var link = new GuardLink(process, command, limit);
            new Thread(link.Listen) { IsBackground = true, Name = "guard-listener" }.Start();
            if (link._ready.Wait(s_startWithin))
                return link;
            process.Kill();
        }
        catch (Exception exception)
        {
            reason = exception;
        }

        throw new HeartbeatStartException(
            $"The guard process for --on-stop did not start: {reason?.Message ?? "it did not answer"}.",
            "Start izzy by its own program file, and see that this user may start processes.",
            reason);
    }

    /// <summary>Sends tokens for this client from now on.</summary>
    public void Watch(IzzyClient client)
    {
        _client = client;
        new Thread(SendTokens) { IsBackground = true, Name = "guard-tokens" }.Start();
    }

    /// <summary>The stop action: has the command run, by the guard or, where it does not answer, from here.</summary>
    public void Stop(StopCause cause)
    {
        var word = Words.Of(cause);
        _ran.Reset();
        if (!_dead && TryWrite(GuardProtocol.StopPrefix + word) && _ran.WaitOne(s_ranWithin))
            return;
        if (_command.Run(word) is { } problem)
            throw new InvalidOperationException($"The stop command could not be started: {problem}");
    }

    public void Dispose()
    {
        _ending = true;
        TryWrite(GuardProtocol.GoodBye);
        try
        {
            _process.StandardInput.Close();
            _process.WaitForExit(TimeSpan.FromSeconds(1));
        }
        catch (Exception exception) when (exception is IOException or InvalidOperationException)
        {
            // It is gone already.
        }

        _process.Dispose();
    }

    private static TimeSpan Now => Stopwatch.GetElapsedTime(0);

    private void SendTokens()
    {
        var period = GuardProtocol.TokenPeriod(_limit);
        while (!_ending)
        {
            // A permit that expired and was not taken away yet is: asking the client looks at the clock. Where not even that
            // comes back, no token goes out, and the guard opens the relay.
            if (!_client!.Permit.IsValid)
                _client.Look();
            var frozen = _echoes.IsFrozen(Now);
            if (_dead || !TryWrite(GuardProtocol.Token))
            {
                GuardIsGone();
                return;
            }

            if (frozen)
                _client.Stop(StopCause.ThreadDied);
            Thread.Sleep(period);
        }
    }

    private void GuardIsGone()
    {
        _dead = true;
        if (!_ending)
            _client?.Stop(StopCause.ThreadDied);
    }

    private bool TryWrite(string line)
    {
        // Never waits long: a frozen guard with a full pipe must not hold the stop.
        if (!_writing.TryEnter(s_ranWithin))
            return false;
        try
        {
            _process.StandardInput.WriteLine(line);
            _process.StandardInput.Flush();
            return true;
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException or InvalidOperationException)
        {
            return false;
        }
        finally
        {
            _writing.Exit();
        }
    }

    private void Listen()
    {
        try
        {
            while (_process.StandardOutput.ReadLine() is { } line)
            {
                if (line == GuardProtocol.Token)
                    _echoes.Echoed(Now);
                else if (line.StartsWith(GuardProtocol.RanPrefix, StringComparison.Ordinal))
                    CommandRan(line[GuardProtocol.RanPrefix.Length..]);
                else if (line == GuardProtocol.Ready)
                    _ready.Set();
            }
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException or InvalidOperationException)
        {
            // As good as its end.
        }

        GuardIsGone();
    }

    // Unasked, the guard ran it because no token came for a limit: the relay is open, so the IZZY must not be called permitted.
    private void CommandRan(string cause)
    {
        if (cause is GuardProtocol.ProcessFrozen or GuardProtocol.ProcessEnded)
            _client?.Stop(StopCause.Frozen);
        else
            _ran.Set();
    }
}
