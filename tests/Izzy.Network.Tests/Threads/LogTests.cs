using System.Diagnostics;
using System.Net;
using Izzy.Heartbeat;
using Izzy.Heartbeat.Protocol;
using Izzy.Heartbeat.Safety;
using Izzy.Heartbeat.Transport;
using Microsoft.Extensions.Logging;

namespace Izzy.Network.Tests.Threads;

/// <summary>A log is somebody else's code: whatever it does, the heartbeat of either side goes on, and no stop is held up by it.</summary>
public sealed class LogTests : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);

    private readonly ManualResetEventSlim _goOn = new();
    private readonly Show[] _shows;

    public LogTests() => _shows =
    [
        new(new BadLog(() => throw new InvalidOperationException("the log is broken"))),
        new(new BadLog(() => _goOn.Wait(3 * s_patience))),
    ];

    public void Dispose()
    {
        _goOn.Set();
        All(show => show.Dispose());
    }

    // Both at once: what takes the time is Mother, who releases no stop in her first seconds.
    [Fact]
    public void A_log_that_throws_and_one_that_hangs_hold_up_neither_a_stop_nor_its_confirmation_nor_a_reset_nor_who_leaves()
    {
        All(show => Until(() => show.Izzy.MotherStatus == MotherStatus.Connected && show.Mother.Izzies.Count == 1));
        All(show => Permit(show.Izzy));

        All(show => show.Mother.Stop());
        All(show => Until(() => show.StopActions > 0 && show.Mother.Izzies.Single().StopConfirmedAfter is not null));
        All(show => Assert.False(show.Izzy.Permit.IsValid));
        All(show => Until(() => show.Mother.Reset() == ResetRefusal.None));
        All(show => Until(() => show.Izzy.MotherStatus == MotherStatus.Connected));
        All(show => Permit(show.Izzy));
        All(show => Assert.True(show.Mother.IsAlive && show.Mother.Server.IsAlive && show.Mother.Listener.IsAlive));
        All(show => Assert.True(show.Izzy.IsAlive && show.Izzy.Listener.IsAlive && show.Izzy.Responder.IsAlive));

        // Not only the first line was tried; and one of each side waits still, while it is left.
        Until(() => _shows[0].Log.Calls > 8);
        Assert.Equal(2, _shows[1].Log.Calls);
        var leaving = new Thread(() => All(show => show.Dispose()));
        leaving.Start();
        Assert.True(leaving.Join(s_patience), "It did not come back from Dispose.");
        All(show => Assert.False(show.Izzy.Permit.IsValid));
    }

    private void All(Action<Show> act) => Array.ForEach(_shows, act);

    // A request within a second of a refused one is refused, so a patient person waits that long.
    private static void Permit(IzzyClient izzy) => Until(() => izzy.Reset() == ResetRefusal.None, TimeSpan.FromMilliseconds(1100));

    private static void Until(Func<bool> done, TimeSpan? pause = null)
    {
        var started = Stopwatch.StartNew();
        while (!done())
        {
            Assert.True(started.Elapsed < s_patience, "It did not come to pass.");
            Thread.Sleep(pause ?? TimeSpan.FromMilliseconds(10));
        }
    }

    private sealed class Show : IDisposable
    {
        private readonly InMemoryNetwork _network = new(seed: 7);
        private int _stopActions;

        public Show(BadLog log)
        {
            Log = log;
            Mother = new Mother(new MotherOptions
            {
                Interval = TimeSpan.FromMilliseconds(50),
                StateDirectory = null,
                Logger = log,
                Transport = _network.Attach(IPAddress.Parse("10.0.0.1"), Ports.UdpFromClient, Ports.UdpToClient),
            });
            Izzy = new IzzyClient(new IzzyClientOptions
            {
                Name = "sofa",
                StateDirectory = null,
                Logger = log,
                StopAction = _ => Interlocked.Increment(ref _stopActions),
                Transport = _network.Attach(IPAddress.Parse("10.0.0.2"), Ports.UdpToClient, Ports.UdpToClient),
            });
            Izzy.Start();
            Mother.Start();
        }

        public BadLog Log { get; }

        public Mother Mother { get; }

        public IzzyClient Izzy { get; }

        public int StopActions => Volatile.Read(ref _stopActions);

        public void Dispose()
        {
            Izzy.Dispose();
            Mother.Dispose();
        }
    }

    private sealed class BadLog(Action at) : ILogger
    {
        private int _calls;

        public int Calls => Volatile.Read(ref _calls);

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            Interlocked.Increment(ref _calls);
            at();
        }
    }
}
