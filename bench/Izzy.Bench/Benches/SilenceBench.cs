using System.Net;
using System.Net.Sockets;
using Izzy.Bench.Measure;
using Izzy.Heartbeat;
using Izzy.Heartbeat.Protocol;
using Izzy.Heartbeat.Safety;
using Izzy.Heartbeat.Time;
using Izzy.Heartbeat.Transport;

namespace Izzy.Bench.Benches;

/// <summary>How late the stop action is entered after the limit, beside a thread that sleeps until an absolute time and hands over to another.</summary>
internal sealed class SilenceBench : IBench
{
    private static readonly TimeSpan s_limit = TimeSpan.FromMilliseconds(50);

    public string Name => "silence";

    public string About => "how late the watchdog fires after its limit, against a bare absolute sleep and one hand-over";

    public IEnumerable<Figure> Run(Scope scope)
    {
        // Those before are not counted: in them code is compiled.
        var (times, before) = (scope.Times(1000, 3), scope.Times(50, 1));
        using var watched = new Watched(s_limit);
        using var floor = new SleepAndHandOver();
        var (ours, floors) = (new List<double>(times), new List<double>(times));
        for (var i = 0; i < before + times; i++)
        {
            if (i == before)
                watched.Frozen = 0;
            // It sleeps as long, and is over before ours has beaten and then fallen silent: the two do not want the processor at the
            // same time.
            floor.Begin(s_limit);
            ours.Add(watched.Once());
            floors.Add(floor.End());
        }

        var (own, least) = (new Distribution(ours.Skip(before)), new Distribution(floors.Skip(before)));
        var what = FormattableString.Invariant($"limit {s_limit.TotalMilliseconds} ms, {times} silences");
        yield return new Figure(Name, $"{what}: p50 late", "ms", own.Median, least.Median);
        yield return new Figure(Name, $"{what}: p99 late", "ms", own.At(0.99), least.At(0.99)).AtMost(0.5);
        yield return new Figure(Name, $"{what}: longest late", "ms", own.Max, least.Max);
        yield return new Figure(Name, $"{what}: earliest", "ms", own.Min, least.Min).Wanted("never early", own.Min >= 0);
        yield return new Figure(Name, $"{what}: stops beside them because the machine froze the process", "stops", watched.Frozen);
    }

    private sealed class Watched : IDisposable
    {
        private readonly BeatClock _clock = new();
        private readonly StampingTransport _transport;
        private readonly Socket _mother = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        private readonly byte[] _hello = new HeartbeatMessage(MessageType.Hello, Guid.NewGuid(), Guid.Empty).ToBytes();
        private readonly SocketAddress _to;
        private readonly ManualResetEventSlim _stopped = new();
        private readonly IzzyClient _izzy;
        private TimeSpan _stoppedAt;

        public Watched(TimeSpan limit)
        {
            var udp = new UdpTransport(new UdpTransportOptions { LocalAddress = IPAddress.Loopback });
            _transport = new(udp) { HelloTaken = _clock.BeatTaken };
            _to = _transport.LocalEndPoint.Serialize();
            _mother.Bind(new IPEndPoint(IPAddress.Loopback, 0));
            var options = new IzzyClientOptions
            {
                Name = "watched",
                Limit = limit,
                FromClientPort = ((IPEndPoint)_mother.LocalEndPoint!).Port,
                StateDirectory = null,
                Transport = _transport,
                StopAction = _ =>
                {
                    _stoppedAt = SystemClock.Instance.Moment.Now;
                    _stopped.Set();
                },
            };
            _izzy = new IzzyClient(options, _clock);
            _izzy.Start();
        }

        /// <summary>How many stops had another cause than silence.</summary>
        public int Frozen { get; set; }

        /// <summary>One silence, in milliseconds beyond the deadline: the limit after the last beat as the IZZY reckons.</summary>
        public double Once()
        {
            while (true)
            {
                Beat(3);
                _stopped.Reset();
                Patience.Until("a permit", 0, Permit);

                Beat(2);
                if (!_stopped.Wait(TimeSpan.FromSeconds(5)))
                    throw new InvalidOperationException("It did not stop.");
                // A busy machine may have frozen it; that is another stop than the one of the watchdog's alarm.
                if (_izzy.LastCause == StopCause.Silence)
                    return (_stoppedAt - _clock.LastBeat - s_limit).TotalMilliseconds;
                Frozen++;
            }
        }

        public void Dispose()
        {
            _izzy.Dispose();
            _mother.Dispose();
            _stopped.Dispose();
        }

        private bool Permit()
        {
            if (_izzy.Reset() == ResetRefusal.None)
                return true;
            Thread.Sleep(1100);
            Beat(3);
            return false;
        }

        private void Beat(int times)
        {
            for (var i = 0; i < times; i++)
            {
                _mother.SendTo(_hello, SocketFlags.None, _to);
                Thread.Sleep(5);
            }
        }
    }

    private sealed class SleepAndHandOver : IDisposable
    {
        private readonly AutoResetEvent _go = new(false);
        private readonly AutoResetEvent _wake = new(false);
        private readonly ManualResetEventSlim _done = new();
        private readonly Thread[] _threads;
        private TimeSpan _due;
        private TimeSpan _at;
        private volatile bool _ending;

        public SleepAndHandOver()
        {
            _threads = [new Thread(Sleep) { IsBackground = true }, new Thread(TakeOver) { IsBackground = true }];
            foreach (var thread in _threads)
                thread.Start();
        }

        public void Begin(TimeSpan sleep)
        {
            _done.Reset();
            _due = SystemClock.Instance.Moment.Now + sleep;
            _go.Set();
        }

        /// <summary>How late the other thread had it, in milliseconds.</summary>
        public double End() => _done.Wait(Patience.Longest)
            ? (_at - _due).TotalMilliseconds
            : throw new TimeoutException("The other thread was not woken.");

        public void Dispose()
        {
            _ending = true;
            _go.Set();
            _wake.Set();
            foreach (var thread in _threads)
                thread.Join();
            _go.Dispose();
            _wake.Dispose();
            _done.Dispose();
        }

        private void Sleep()
        {
            while (_go.WaitOne() && !_ending)
            {
                SystemClock.SleepUntil(_due);
                _wake.Set();
            }
        }

        private void TakeOver()
        {
            while (_wake.WaitOne() && !_ending)
            {
                _at = SystemClock.Instance.Moment.Now;
                _done.Set();
            }
        }
    }
}
