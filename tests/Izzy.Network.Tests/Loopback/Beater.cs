using System.Net;
using System.Net.Sockets;
using Izzy.Heartbeat.Protocol;
using Izzy.Heartbeat.Time;

namespace Izzy.Network.Tests.Loopback;

/// <summary>
/// A Mother that is nothing but a socket: beats to each IZZY at a phase of its own, and ceases for each at any moment, which a
/// real Mother does for all of them at once.
/// </summary>
internal sealed class Beater : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
    private readonly TimeSpan _period;
    private readonly List<SocketAddress> _targets;
    private readonly bool[] _silent;
    private readonly TimeSpan[] _last;
    private readonly Thread _thread;
    private readonly Lock _gate = new();
    private volatile bool _ending;

    public Beater(TimeSpan period, IEnumerable<IPEndPoint> targets)
    {
        _period = period;
        _targets = [.. targets.Select(target => target.Serialize())];
        _silent = new bool[_targets.Count];
        _last = new TimeSpan[_targets.Count];
        _socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _thread = new Thread(Run) { IsBackground = true, Name = "beater" };
        _thread.Start();
    }

    public Guid Id { get; } = Guid.NewGuid();

    public byte[] Hello => new HeartbeatMessage(MessageType.Hello, Id, HeartbeatMessage.Everyone).ToBytes();

    /// <summary>When this returns, no beat follows to this target until <see cref="BeatAgain"/>.</summary>
    /// <returns>When the last beat to it went out.</returns>
    public TimeSpan Cease(int target)
    {
        lock (_gate)
        {
            _silent[target] = true;
            return _last[target];
        }
    }

    public void BeatAgain(int target)
    {
        lock (_gate)
            _silent[target] = false;
    }

    public void Dispose()
    {
        _ending = true;
        _thread.Join();
        _socket.Dispose();
    }

    private void Run()
    {
        var random = new Random(1);
        var hello = Hello;
        var start = SystemClock.Instance.Moment.Now;
        var due = _targets.ConvertAll(_ => start + (random.NextDouble() * _period));
        while (!_ending)
        {
            for (var i = 0; i < due.Count; i++)
            {
                var now = SystemClock.Instance.Moment.Now;
                if (now < due[i])
                    continue;
                // Beats that a busy machine made us miss are not made up for.
                while (due[i] <= now)
                    due[i] += _period;
                lock (_gate)
                {
                    if (_silent[i])
                        continue;
                    _socket.SendTo(hello, SocketFlags.None, _targets[i]);
                    _last[i] = SystemClock.Instance.Moment.Now;
                }
            }

            SystemClock.SleepUntil(due.Min());
        }
    }
}
