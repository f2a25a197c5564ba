using Izzy.Capture.Files;
using Izzy.Heartbeat.Protocol;

namespace Izzy.Capture.Tests.Captures;

/// <summary>
/// What stands in <c>Captures/stage.pcap</c>: a Mother and two IZZYs, one of each thing that can be wrong, and a silence of 1.62 s.
/// The file is kept as it is, for other programs to read; a test holds it to this.
/// </summary>
internal static class Stage
{
    private const long Millisecond = 1_000_000;
    private const long Start = 1_790_000_000_000 * Millisecond;
    private const string Tree = "10.0.0.3";

    private static readonly Guid s_tree = Guid.Parse("0dbd510f-6fcc-4eb3-89f6-9e99be98d426");

    public static byte[] Make()
    {
        var capture = new PcapBytes(LinkTypes.Ethernet);
        for (var beat = 0; beat < 10; beat++)
            Beat(capture, Start + (beat * 180 * Millisecond));
        var odd = Start + (1650 * Millisecond);
        foreach (var datagram in Odd())
            capture.Add(odd += Millisecond, Frames.Ethernet(Frames.Udp(Frames.Sofa, 9001, Frames.Mother, 9000, datagram)));
        capture.Add(odd + Millisecond, Frames.Ethernet(Frames.Udp(Frames.Mother, 40_000, Frames.Everyone, 9001, Datagrams.Hello(), 0x2000)));
        // The last beat was at 1620 ms; eight are missing.
        for (var beat = 18; beat < 26; beat++)
            Beat(capture, Start + (beat * 180 * Millisecond));
        capture.Add(Start + (4600 * Millisecond), Frames.Ethernet(Frames.Udp(Frames.Mother, 40_000, Frames.Everyone, 9001, Datagrams.Estop()), 10));
        var stopped = new IzzyState(IzzyStatus.Estop, 1200, -340);
        capture.Add(Start + (4602 * Millisecond), Frames.Ethernet(Frames.Udp(Frames.Sofa, 9001, Frames.Mother, 9000, Datagrams.Here(state: stopped, type: MessageType.Estop))));
        return [.. capture.Bytes];
    }

    /// <summary>What no receiver takes: wrong lengths, an unknown type, two foreign dialects.</summary>
    private static IEnumerable<byte[]> Odd()
    {
        var wrong = Datagrams.Here();
        wrong[12]++;
        yield return wrong;
        yield return Datagrams.Here()[..40];
        var unknown = Datagrams.Here();
        unknown[45] = 0x2A;
        yield return unknown;
        yield return [.. Datagrams.Hello()[..12], 0, 47, .. Datagrams.Hello()[13..]];
        var early = Datagrams.Hello();
        early[1] = (byte)'h';
        yield return early;
    }

    private static void Beat(PcapBytes capture, long at)
    {
        var moving = new IzzyState(IzzyStatus.Moving, 1200, -340, Heading: 90, Speed: 250);
        var line = new IzzyState(IzzyStatus.Following, -4432, 2694, Heading: 115, Speed: 487, Following: new LineFollowing(1.5f, 0.25f, 0, 12, -3.5f, 1, 900, 450, 2, 901, 449));
        capture.Add(at, Frames.Ethernet(Frames.Udp(Frames.Mother, 40_000, Frames.Everyone, 9001, Datagrams.Hello())));
        capture.Add(at + (3 * Millisecond), Frames.Ethernet(Frames.Udp(Frames.Sofa, 9001, Frames.Mother, 9000, Datagrams.Here(state: moving))));
        capture.Add(at + (5 * Millisecond), Frames.Ethernet(Frames.Udp(Tree, 9001, Frames.Mother, 9000, Datagrams.Here("tree, übergroß", line, s_tree))));
    }
}
