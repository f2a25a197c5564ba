using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Izzy.Bench.Children;
using Izzy.Bench.Measure;
using Izzy.Heartbeat;
using Izzy.Heartbeat.Safety;
using Izzy.Heartbeat.Time;
using Izzy.Heartbeat.Transport;

namespace Izzy.Bench.Benches;

/// <summary>
/// From the call of stop at Mother to the entry of the IZZY's stop action, beside a bare datagram on the same way, and one that is handed
/// over to another thread.
/// </summary>
internal sealed class StopBench : IBench
{
    public string Name => "stop";

    public string About => "from Mother's stop to the IZZY's stop action entered, against a bare datagram and one handed to another thread";

    public IEnumerable<Figure> Run(Scope scope)
    {
        // Those before are not counted: in them code is compiled.
        var (stops, before) = (scope.Times(1000, 5), scope.Times(50, 1));
        foreach (var figure in InOneProcess(stops, before))
            yield return figure;
        foreach (var figure in BetweenTwo(stops, before))
            yield return figure;
    }

    private List<Figure> InOneProcess(int stops, int before)
    {
        var entries = new BlockingCollection<(string What, TimeSpan At)>();
        using var motherPort = new MotherPort();
        using var robot = new Robot(motherPort.Port, (what, at) => entries.Add((what, at)));
        return Measure("in one process", stops, before, motherPort, robot.EndPoint, robot.Floor, robot.Permit, Take);

        (string What, TimeSpan At) Take() =>
            entries.TryTake(out var entry, Patience.Longest) ? entry : throw new TimeoutException("Neither a stop nor a datagram came.");
    }

    private List<Figure> BetweenTwo(int stops, int before)
    {
        using var motherPort = new MotherPort();
        using var child = Child.Start(Robot.Verb, motherPort.Port);
        var robot = new IPEndPoint(IPAddress.Loopback, (int)child.ReadNumber());
        var floor = new IPEndPoint(IPAddress.Loopback, (int)child.ReadNumber());
        return Measure("between two processes", stops, before, motherPort, robot, floor, Permit, Take);

        void Permit()
        {
            child.Say("permit");
            while (Take().What != "permitted")
            {
            }
        }

        (string What, TimeSpan At) Take()
        {
            var words = child.ReadLine().Split(' ');
            return (words[0], TimeSpan.FromTicks(long.Parse(words[1], CultureInfo.InvariantCulture)));
        }
    }

    private List<Figure> Measure(
        string where,
        int stops,
        int before,
        MotherPort port,
        IPEndPoint robot,
        IPEndPoint floor,
        Action permit,
        Func<(string What, TimeSpan At)> take)
    {
        using var mother = new Mother(new MotherOptions { Interval = TimeSpan.FromMilliseconds(10), StateDirectory = null, Transport = port.Open(robot) });
        mother.Start();
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        var to = floor.Serialize();
        var (own, bare, handed) = (new List<double>(stops), new List<double>(stops), new List<double>(stops));
        var random = new Random(1);
        for (var i = 0; i < before + stops; i++)
        {
            permit();
            Rest();
            bare.Add(After(() => socket.SendTo(new byte[46], SocketFlags.None, to), "datagram"));
            Rest();
            handed.Add(After(() => socket.SendTo([FloorReceiver.HandOver, .. new byte[45]], SocketFlags.None, to), "hand-over"));
            Rest();
            own.Add(After(() => mother.Stop(), "stop"));
            Patience.Until("Mother's reset", 1, () => mother.Reset() == ResetRefusal.None);
        }

        var ours = new Distribution(own.Skip(before));
        var least = new Distribution(bare.Skip(before));
        var floors = new Distribution(handed.Skip(before));
        var isOne = where == "in one process";
        var what = $"{where}, {stops} stops";
        var p50 = new Figure(Name, $"{what}: p50; floor: handed over", "ms", ours.Median, floors.Median);
        var p99 = new Figure(Name, $"{what}: p99; floor: handed over", "ms", ours.At(0.99), floors.At(0.99));
        List<Figure> figures =
        [
            isOne ? p50.RatioAtMost(1.5) : p50,
            isOne ? p99.RatioAtMost(2) : p99,
            new Figure(Name, $"{what}: p50; floor: bare datagram", "ms", ours.Median, least.Median),
            new Figure(Name, $"{what}: p99; floor: bare datagram", "ms", ours.At(0.99), least.At(0.99)),
            new Figure(Name, $"{what}: longest; floor: handed over", "ms", ours.Max, floors.Max),
        ];
        // Of a process that did nothing else before; the command, which is compiled ahead of time, is quicker.
        if (!isOne)
            figures.Add(new Figure(Name, $"{where}: first stop of a fresh IZZY; floor: handed over", "ms", own[0], handed[0]));
        return figures;

        // Every thread sleeps by then, and no phase of the beat is preferred.
        void Rest() => Thread.Sleep(2 + random.Next(10));

        double After(Action send, string what)
        {
            var at = SystemClock.Instance.Moment.Now;
            send();
            var entered = take();
            while (entered.What != what)
                entered = take();
            return (entered.At - at).TotalMilliseconds;
        }
    }

    /// <summary>The port of a Mother who is made only when it is known where her IZZY is.</summary>
    private sealed class MotherPort : IDisposable
    {
        private readonly Socket _holder = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);

        public MotherPort()
        {
            _holder.Bind(new IPEndPoint(IPAddress.Loopback, 0));
            Port = ((IPEndPoint)_holder.LocalEndPoint!).Port;
        }

        public int Port { get; }

        public UdpTransport Open(IPEndPoint robot)
        {
            _holder.Dispose();
            return new UdpTransport(new UdpTransportOptions { LocalAddress = IPAddress.Loopback, LocalPort = Port, Broadcasts = true, Targets = [robot] });
        }

        public void Dispose() => _holder.Dispose();
    }
}
