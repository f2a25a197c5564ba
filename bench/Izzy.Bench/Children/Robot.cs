using System.Net;
using Izzy.Bench.Measure;
using Izzy.Heartbeat;
using Izzy.Heartbeat.Protocol;
using Izzy.Heartbeat.Time;
using Izzy.Heartbeat.Transport;

namespace Izzy.Bench.Children;

/// <summary>
/// An IZZY that notes when its stop action was entered, and beside it what the machine itself takes: a datagram received by a waiting thread,
/// and one handed over to another thread, as a stop has to be (rule S6).
/// </summary>
internal sealed class Robot : IDisposable
{
    public const string Verb = "robot";

    private readonly IzzyClient _izzy;
    private readonly FloorReceiver _floor = new();
    private readonly Action<string, TimeSpan> _entered;

    /// <param name="motherPort">Where Mother listens.</param>
    /// <param name="entered">Called with what was entered and when.</param>
    public Robot(int motherPort, Action<string, TimeSpan> entered)
    {
        _entered = entered;
        _floor.Received += at => entered("datagram", at);
        _floor.HandedOver += at => entered("hand-over", at);
        _izzy = new IzzyClient(new IzzyClientOptions
        {
            Name = "robot",
            FromClientPort = motherPort,
            StateDirectory = null,
            StopAction = _ => Enter(),
            Transport = new UdpTransport(new UdpTransportOptions { LocalAddress = IPAddress.Loopback }),
        });
        _izzy.Start();
    }

    public IPEndPoint EndPoint => _izzy.LocalEndPoint;

    public IPEndPoint Floor => _floor.EndPoint;

    /// <summary>Permits it as soon as it hears beats again. A refused request would cost a second, so it asks only then.</summary>
    public void Permit()
    {
        Patience.Until("beats heard", 1, () => _izzy.MotherStatus == MotherStatus.Connected);
        Patience.Until("a permit", 1100, () => _izzy.Reset() == Izzy.Heartbeat.Safety.ResetRefusal.None);
    }

    public void Dispose()
    {
        _izzy.Dispose();
        _floor.Dispose();
    }

    /// <summary>In a process of its own: each line of input permits it, each line of output says what was entered, and when.</summary>
    public static void Run(int motherPort)
    {
        using var robot = new Robot(motherPort, (what, at) =>
        {
            lock (Console.Out)
                Console.WriteLine($"{what} {at.Ticks}");
        });
        lock (Console.Out)
        {
            Console.WriteLine(Child.Ready);
            Console.WriteLine(robot.EndPoint.Port);
            Console.WriteLine(robot.Floor.Port);
        }

        while (Console.ReadLine() is not null)
        {
            robot.Permit();
            lock (Console.Out)
                Console.WriteLine("permitted 0");
        }
    }

    private void Enter() => _entered("stop", SystemClock.Instance.Moment.Now);
}
