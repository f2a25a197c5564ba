using System.CommandLine;
using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Runtime.InteropServices;
using Izzy.Cli.Output;

namespace Izzy.Cli.Guard;

/// <summary>
/// The guard: a process of its own that outlives a crash, a kill or a freeze of the client and then runs the user's stop
/// command. It does nothing else, so that nothing else can go wrong in it.
/// </summary>
[SuppressMessage("Design", "CA1001:Types that own disposable fields should be disposable", Justification = "It lives as long as the process.")]
internal sealed partial class GuardProcess
{
    /// <summary>The hidden command that a client starts it with.</summary>
    public const string CommandName = "guard";

    private static readonly TextWriter s_output = EventPrinter.OpenStandardOutput();

    private readonly Lock _gate = new();
    private readonly GuardDecision _decision;
    private readonly StopCommand _command;
    // Never disposed of: the reading thread may set it until the process is gone.
    private readonly AutoResetEvent _wake = new(false);

    private GuardProcess(TimeSpan limit, StopCommand command)
    {
        _decision = new GuardDecision(limit);
        _command = command;
    }

    public static Command Create()
    {
        var limit = new Argument<int>("limit-ms");
        var name = new Argument<string>("name");
        var onStop = new Argument<string>("command");
        var command = new Command(CommandName, "Runs a command when the client that started it stops, ends or freezes.") { limit, name, onStop };
        command.Hidden = true;
        command.SetAction(result =>
        {
            var guard = new GuardProcess(TimeSpan.FromMilliseconds(result.GetRequiredValue(limit)), new StopCommand(result.GetRequiredValue(onStop), result.GetRequiredValue(name)));
            guard.Run();
            return ExitCodes.Fine;
        });
        return command;
    }

    /// <summary>The arguments of that command.</summary>
    public static IEnumerable<string> Arguments(TimeSpan limit, StopCommand command) =>
        [CommandName, ((int)limit.TotalMilliseconds).ToString(CultureInfo.InvariantCulture), "--", command.Name, command.Command];

    private static TimeSpan Now => Stopwatch.GetElapsedTime(0);

    private void Run()
    {
        LeaveTheTerminal();
        new Thread(ReadClient) { IsBackground = true, Name = "guard-input" }.Start();
        Say(GuardProtocol.Ready);
        while (true)
        {
            string? cause;
            TimeSpan? deadline;
            lock (_gate)
            {
                cause = _decision.Look(Now);
                if (cause is null && _decision.HasEnded)
                    return;
                deadline = _decision.Deadline;
            }

            if (cause is not null)
                Fire(cause);
            else
                WaitUntil(deadline);
        }
    }

    private void WaitUntil(TimeSpan? deadline)
    {
        if (deadline is not { } due)
            _wake.WaitOne();
        else if (due - Now is var left && left > TimeSpan.Zero)
            // Rounded up: a wait that ends a fraction too soon would only spin.
            _wake.WaitOne((int)Math.Ceiling(left.TotalMilliseconds));
    }

    private void ReadClient()
    {
        try
        {
            while (Console.In.ReadLine() is { } line)
                Hear(line);
        }
        catch (IOException)
        {
            // A broken pipe is a closed one.
        }

        string? cause;
        lock (_gate)
        {
            cause = _decision.PipeClosed();
            if (cause is not null)
                Fire(cause);
        }

        _wake.Set();
    }

    private void Hear(string line)
    {
        lock (_gate)
        {
            if (line == GuardProtocol.Token)
            {
                _decision.Token(Now);
                Say(GuardProtocol.Token);
            }
            else if (line == GuardProtocol.GoodBye)
            {
                _decision.GoodBye();
            }
            else if (line.StartsWith(GuardProtocol.StopPrefix, StringComparison.Ordinal))
            {
                Fire(_decision.Told(line[GuardProtocol.StopPrefix.Length..]));
            }
        }

        _wake.Set();
    }

    private void Fire(string cause)
    {
        var problem = _command.Run(cause);
        if (problem is null)
            Say(GuardProtocol.RanPrefix + cause);
        else
            Console.Error.WriteLine($"The stop command could not be started: {problem}");
    }

    private static void Say(string line)
    {
        try
        {
            // Not the console's own, which a command that prints more than anybody reads would hold up.
            lock (s_output)
            {
                s_output.WriteLine(line);
                s_output.Flush();
            }
        }
        catch (Exception closed) when (Outputs.IsGone(closed))
        {
            // The client is gone; its pipe closes next.
        }
    }

    // Ctrl-C, a closed terminal or a `kill` of the whole group must not take the guard along: it ends after its client.
    private static void LeaveTheTerminal()
    {
        if (!OperatingSystem.IsWindows())
            _ = SetSid();
        foreach (var signal in (ReadOnlySpan<PosixSignal>)[PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP])
            s_ignored.Add(PosixSignalRegistration.Create(signal, static context => context.Cancel = true));
    }

    private static readonly List<PosixSignalRegistration> s_ignored = [];

    [LibraryImport("libc", EntryPoint = "setsid")]
    private static partial int SetSid();
}
