using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Izzy.Heartbeat.Protocol;
using Izzy.Heartbeat.Time;

namespace Izzy.Bench.Children;

/// <summary>
/// A process that answers as many IZZYs would. At each line of its input, <c>port seconds rate at-once</c>, it sends there for so long, at
/// so many datagrams a second, so many of them at once (1: evenly spread), or as fast as it can (rate 0); then it prints how many it sent.
/// </summary>
internal static class Fleet
{
    public const string Verb = "fleet";

    /// <summary>The line that has a fleet send.</summary>
    public static string Order(int port, double seconds, double rate, int atOnce = 1) =>
        FormattableString.Invariant($"{port} {seconds} {rate} {atOnce}");

    /// <param name="izzies">How many.</param>
    public static void Run(int izzies)
    {
        var packets = Enumerable.Range(0, izzies).Select(Packet).ToArray();
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        Console.WriteLine(Child.Ready);
        while (Console.ReadLine() is { } line)
        {
            var words = line.Split(' ').Select(word => double.Parse(word, CultureInfo.InvariantCulture)).ToArray();
            var to = new IPEndPoint(IPAddress.Loopback, (int)words[0]).Serialize();
            var (seconds, rate, atOnce) = (words[1], words[2], (long)words[3]);
            Console.WriteLine(rate == 0 ? Flood(socket, to, packets, seconds) : Answer(socket, to, packets, seconds, rate, atOnce));
        }
    }

    private static byte[] Packet(int number)
    {
        var packet = new byte[HeartbeatMessage.MaxLength];
        var state = new IzzyState(IzzyStatus.Moving) { X = number, Y = 2, Z = 3, Heading = 90, Speed = 350 };
        var id = new Guid(number + 1, 0, 0, new byte[8]);
        var length = HeartbeatMessage.Encode(packet, MessageType.Here, id, Guid.Empty, System.Text.Encoding.UTF8.GetBytes($"izzy-{number}"), state);
        return packet[..length];
    }

    private static long Flood(Socket socket, SocketAddress to, byte[][] packets, double seconds)
    {
        var since = Stopwatch.StartNew();
        var sent = 0L;
        while (since.Elapsed.TotalSeconds < seconds)
        {
            for (var i = 0; i < 64; i++, sent++)
                socket.SendTo(packets[sent % packets.Length], SocketFlags.None, to);
        }

        return sent;
    }

    private static long Answer(Socket socket, SocketAddress to, byte[][] packets, double seconds, double rate, long atOnce)
    {
        var began = SystemClock.Instance.Moment.Now;
        var all = (long)(seconds * rate);
        var sent = 0L;
        while (sent < all)
        {
            var now = SystemClock.Instance.Moment.Now;
            var rounds = (long)((now - began).TotalSeconds * rate / atOnce) + 1;
            for (var due = Math.Min(all, rounds * atOnce); sent < due; sent++)
                socket.SendTo(packets[sent % packets.Length], SocketFlags.None, to);
            SystemClock.SleepUntil(now + TimeSpan.FromMilliseconds(1));
        }

        return sent;
    }
}
