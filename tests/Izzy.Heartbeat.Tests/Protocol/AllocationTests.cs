using Izzy.Heartbeat.Protocol;
using static Izzy.Heartbeat.Tests.Protocol.Packets;

namespace Izzy.Heartbeat.Tests.Protocol;

public class AllocationTests
{
    [Fact]
    public void Encoding_a_beat_allocates_nothing()
    {
        var buffer = new byte[255];
        Assert.Equal(0, AllocatedBy(() => HeartbeatMessage.Encode(buffer, MessageType.Hello, MotherId, HeartbeatMessage.Everyone, [])));
    }

    [Fact]
    public void Encoding_a_report_allocates_nothing()
    {
        var buffer = new byte[255];
        Assert.Equal(0, AllocatedBy(() => HeartbeatMessage.Encode(buffer, MessageType.Here, IzzyId, MotherId, "wagon"u8, Following)));
    }

    [Fact]
    public void Decoding_a_packet_with_its_report_allocates_nothing()
    {
        var here = Here;
        Assert.Equal(0, AllocatedBy(() =>
        {
            var taken = HeartbeatPacket.TryRead(here, out var packet, out _) && packet.TryReadReport(out var name, out var state)
                && packet.SenderId == IzzyId && packet.ReceiverId == MotherId && !packet.IsToEveryone
                && name.Length == 5 && state.Following.HasValue;
            return taken ? 1 : throw new InvalidOperationException("The packet was not read.");
        }));
    }

    [Fact]
    public void Reading_the_report_before_a_trailer_allocates_nothing()
    {
        var buffer = new byte[255];
        var length = HeartbeatMessage.Encode(buffer, MessageType.Here, IzzyId, MotherId, "wagon"u8, Following);
        var signed = buffer[..new VerificationTrailer(VerifiedRole.Izzy, 1, 2, 1000, 3, 4).Append(buffer, length, new VerificationKeys(new byte[32]))];
        Assert.Equal(0, AllocatedBy(() => HeartbeatPacket.TryRead(signed, out var packet, out _) && packet.TryReadReport(out _, out _)
            ? 1
            : throw new InvalidOperationException("The report was not read.")));
    }

    [Fact]
    public void Rejecting_a_datagram_allocates_nothing()
    {
        byte[][] bad = [[], With(Hello, 12, 47), With(Hello, 1, 0x68), Java(80), new byte[2_000]];
        Assert.Equal(0, AllocatedBy(() =>
        {
            foreach (var datagram in bad)
                _ = HeartbeatPacket.TryRead(datagram, out _, out _);
            return 0;
        }));
    }

    [Fact]
    public void The_measurement_sees_one_object() => Assert.InRange(AllocatedBy(() => new byte[1].Length), 24 * 1_000, long.MaxValue);

    private static long AllocatedBy(Func<int> action) => Allocations.Of(() => action(), calls: 1_000);
}
