namespace Izzy.Heartbeat.Hosting.Systemd;

/// <summary>
/// Keeps the service manager informed, on a thread of its own that does nothing else: it tells of the heartbeat's threads, so it must
/// not be one of them, and none of them ever waits for it.
/// </summary>
internal sealed class ServiceKeeper : IDisposable
{
    private static readonly TimeSpan s_longest = TimeSpan.FromSeconds(1);

    // Soon ready: whoever waits for this service waits no longer than he must.
    private static readonly TimeSpan s_first = TimeSpan.FromMilliseconds(10);

    private readonly ManualResetEventSlim _ending = new();
    private readonly NotifySocket _socket;
    private readonly ServiceWatch _watch;
    private readonly TimeSpan _period;
    private readonly Thread _thread;
    private int _ended;

    private ServiceKeeper(NotifyVariables variables, IReadOnlyList<WatchedSide> sides)
    {
        _socket = new NotifySocket(variables.Socket);
        _watch = new ServiceWatch(sides, variables.Watchdog is not null);
        // A quarter, where half would do: one turn may come late on a busy machine.
        _period = variables.Watchdog / 4 is { } quarter && quarter < s_longest ? quarter : s_longest;
        _thread = new Thread(Run) { Name = "izzy-service", IsBackground = true };
    }

    /// <summary>Tells of these from now on; start them first.</summary>
    /// <param name="variables">What the manager said, or null where there is none.</param>
    /// <param name="sides">Of whom.</param>
    /// <returns>Null where nobody wants to be told, or the address that was given is none.</returns>
    public static ServiceKeeper? Start(NotifyVariables? variables, params IReadOnlyList<WatchedSide> sides)
    {
        if (variables is null)
            return null;
        try
        {
            var keeper = new ServiceKeeper(variables, sides);
            keeper._thread.Start();
            return keeper;
        }
        catch (ArgumentException)
        {
            // Longer than an address can be: there is nobody to tell, and no reason not to beat.
            return null;
        }
    }

    /// <summary>Says that this process leaves, and then nothing more. It waits for nobody, so it may stand before a stop.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _ended, 1) == 1)
            return;
        _socket.Tell("STOPPING=1");
        // The thread closes the socket; a side that hangs may hold it back for ever, and then the process's end does.
        _ending.Set();
    }

    private void Run()
    {
        var wait = s_first;
        while (!_ending.Wait(wait))
        {
            try
            {
                if (_watch.Look(_socket.Tell))
                    wait = _period;
            }
            catch (Exception)
            {
                // A side that throws when it is asked is not well: no sign of life for it, and the next look may do better.
            }
        }

        _socket.Dispose();
    }
}
