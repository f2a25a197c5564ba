using System.Net;
using System.Net.Sockets;
using Izzy.Bench.Children;
using Izzy.Bench.Measure;
using Izzy.Heartbeat;
using Izzy.Heartbeat.Transport;

namespace Izzy.Bench.Benches;

/// <summary>How many answers a second go through listener, decoder and registry, beside a loop that receives and does nothing else.</summary>
internal sealed class ReceiveBench : IBench
{
    private const int Izzies = 1000;

    public string Name => "receive";

    public string About => "datagrams a second through listener, decoder and registry, against a bare loop of ReceiveFrom";

    public IEnumerable<Figure> Run(Scope scope)
    {
        var seconds = scope.Seconds(2, 0.2).TotalSeconds;
        var (ours, floors) = (new List<Flow>(), new List<Flow>());
        using var fleet = Child.Start(Fleet.Verb, Izzies);
        // By turns, so that what the machine does meanwhile meets both.
        for (var round = 0; round < scope.Times(5, 1); round++)
        {
            floors.Add(Bare(fleet, seconds));
            ours.Add(Mother(fleet, seconds));
        }

        var (own, floor) = (Median(ours), Median(floors));
        var what = FormattableString.Invariant($"datagrams taken, {Izzies:N0} IZZYs, one sender as fast as it can");
        yield return new Figure(Name, what, "1/s", own.Rate, floor.Rate).RatioAtLeast(0.95);
        yield return new Figure(Name, "of those sent, taken", "%", own.Taken, floor.Taken).RatioAtLeast(0.95);
        yield return new Figure(Name, "processor time a datagram", "µs", own.Microseconds, floor.Microseconds);
        // The one sender may be slower than either receiver; this is what the receiver alone allows.
        const string capacity = "what one processor could take: a second by the processor time a datagram";
        yield return new Figure(Name, capacity, "1/s", 1e6 / own.Microseconds, 1e6 / floor.Microseconds);
        yield return new Figure(Name, "allocated a datagram", "bytes", own.Bytes, floor.Bytes).Wanted("0 bytes", own.Bytes < 0.01);
    }

    private static Flow Bare(Child fleet, double seconds)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp) { ReceiveTimeout = 300 };
        PlatformSockets.SetReceiveBuffer(socket, new UdpTransportOptions().ReceiveBufferWish);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        var received = 0L;
        var thread = new Thread(() =>
        {
            var buffer = new byte[512];
            var from = new SocketAddress(AddressFamily.InterNetwork);
            try
            {
                while (true)
                {
                    _ = socket.ReceiveFrom(buffer, SocketFlags.None, from);
                    Volatile.Write(ref received, received + 1);
                }
            }
            catch (SocketException)
            {
                // Nothing came for a while: it is over.
            }
        });
        var port = ((IPEndPoint)socket.LocalEndPoint!).Port;
        return Flow.Measure(fleet, port, seconds, () => Volatile.Read(ref received), thread.Start, thread.Join);
    }

    private static Flow Mother(Child fleet, double seconds)
    {
        using var sink = new Sink();
        var transport = StampingTransport.To(sink.EndPoint);
        using var mother = new Mother(new MotherOptions { Interval = TimeSpan.FromSeconds(1), StateDirectory = null, Transport = transport });
        return Flow.Measure(fleet, transport.LocalEndPoint.Port, seconds, () => transport.Received, mother.Start, () => { });
    }

    private static Flow Median(List<Flow> flows) => flows.OrderBy(flow => flow.Rate).ElementAt(flows.Count / 2);

    private sealed record Flow(double Rate, double Taken, double Microseconds, double Bytes)
    {
        public static Flow Measure(Child fleet, int port, double seconds, Func<long> received, Action start, Action end)
        {
            start();
            // Everyone is known, and everything is compiled, before it counts.
            fleet.Say(Fleet.Order(port, 0.3, 0));
            _ = fleet.ReadNumber();
            Thread.Sleep(50);
            var before = received();
            var bytes = GC.GetTotalAllocatedBytes(true);
            var cpu = Cpu.Used;
            fleet.Say(Fleet.Order(port, seconds, 0));
            var sent = fleet.ReadNumber();
            Thread.Sleep(50);
            var count = Math.Max(1, received() - before);
            var used = Cpu.Used - cpu;
            var allocated = GC.GetTotalAllocatedBytes(true) - bytes;
            end();
            return new Flow(count / seconds, 100.0 * count / sent, used.TotalMicroseconds / count, (double)allocated / count);
        }
    }
}
