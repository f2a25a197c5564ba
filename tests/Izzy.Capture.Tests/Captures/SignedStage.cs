using Izzy.Capture.Files;
using Izzy.Heartbeat.Protocol;

namespace Izzy.Capture.Tests.Captures;

/// <summary>
/// What stands in <c>Captures/signed.pcap</c>: a verified Mother and sofa, whose key is the bytes 0 to 31, beside a plain tree; then one of each thing that can be
/// odd about a trailer. The file is kept as it is, for other programs to read; a test holds it to this.
/// </summary>
internal static class SignedStage
{
    /// <summary>The rounds of a beat to sofa, which is frame 3, 6, 9, …, and its answer.</summary>
    public const int Rounds = 20;

    private const long Millisecond = 1_000_000;
    private const long Start = 1_790_000_000_000 * Millisecond;
    private const string Tree = "10.0.0.3";

    private static readonly Guid s_tree = Guid.Parse("0dbd510f-6fcc-4eb3-89f6-9e99be98d426");

    public static byte[] Make()
    {
        var capture = new PcapBytes(LinkTypes.Ethernet);
        Mother(capture, 0, 1, 0, toEveryone: true);
        Sofa(capture, 2, 1);
        for (uint round = 0; round < Rounds; round++)
        {
            var at = 120 * (round + 1L);
            Mother(capture, at, 2 + round, 0xA1B2C3D4_00000001 + round);
            Sofa(capture, at + 2, 2 + round);
            Add(capture, at + 4, Tree, Frames.Mother, 9000, Datagrams.Here("tree", izzy: s_tree));
        }

        Mother(capture, 2500, 5, 0xA1B2C3D4_00000004); // again, as it was said long before
        Mother(capture, 2501, 90, 0xA1B2C3D4_00000001 + Rounds, keys: Datagrams.OtherKeys);
        foreach (var (offset, value) in new (int, byte)[] { (0, 2), (1, 3) })
        {
            var odd = Datagrams.Signed(Datagrams.Hello(receiver: Datagrams.SofaId), Trailer(91, 0));
            odd[^(VerificationTrailer.Length - offset)] = value;
            Add(capture, 2502 + offset, Frames.Mother, Frames.Sofa, 9001, odd);
        }

        Mother(capture, 2600, 92, 0, toEveryone: true, type: MessageType.Estop);
        return [.. capture.Bytes];
    }

    private static VerificationTrailer Trailer(uint number, ulong echo) =>
        new(VerifiedRole.Mother, 0x0102030405060708, number, 120, 0xC0FFEE00_00000000 + number, echo);

    private static void Mother(PcapBytes capture, long at, uint number, ulong echo, bool toEveryone = false, MessageType type = MessageType.Hello, VerificationKeys? keys = null)
    {
        var packet = new HeartbeatMessage(type, Datagrams.MotherId, toEveryone ? Guid.Empty : Datagrams.SofaId).ToBytes();
        Add(capture, at, Frames.Mother, toEveryone ? Frames.Everyone : Frames.Sofa, 9001, Datagrams.Signed(packet, Trailer(number, echo), keys));
    }

    private static void Sofa(PcapBytes capture, long at, uint number)
    {
        var trailer = new VerificationTrailer(VerifiedRole.Izzy, 0x1112131415161718, number, 1000, 0xA1B2C3D4_00000000 + number, 0xC0FFEE00_00000000 + number);
        Add(capture, at, Frames.Sofa, Frames.Mother, 9000, Datagrams.Signed(Datagrams.Here(), trailer));
    }

    private static void Add(PcapBytes capture, long at, string source, string destination, int port, byte[] datagram) =>
        capture.Add(Start + (at * Millisecond), Frames.Ethernet(Frames.Udp(source, port == 9001 ? 40_000 : 9001, destination, port, datagram)));
}
