using System.Text.Json;
using Izzy.Heartbeat.Protocol;
using static Izzy.Heartbeat.Tests.Protocol.Packets;

namespace Izzy.Heartbeat.Tests.Protocol;

public class RejectTests
{
    [Fact]
    public void A_datagram_without_a_byte_is_empty() => Assert.Equal(RejectReason.Empty, ReasonFor([]));

    [Fact]
    public void Every_truncation_is_rejected()
    {
        var here = Here;
        Assert.Equal(RejectReason.Empty, ReasonFor(here.AsSpan(0, 0)));
        for (var length = 1; length < 46; length++)
            Assert.Equal(RejectReason.TooShort, ReasonFor(here.AsSpan(0, length)));
        for (var length = 46; length < here.Length; length++)
            Assert.Equal(RejectReason.LengthAboveDatagram, ReasonFor(here.AsSpan(0, length)));
    }

    [Fact]
    public void Every_byte_too_many_is_rejected()
    {
        var here = Here;
        for (var length = here.Length + 1; length <= 300; length++)
        {
            var longer = new byte[length];
            here.CopyTo(longer, 0);
            Assert.Equal(length <= 255 ? RejectReason.LengthBelowDatagram : RejectReason.TooLong, ReasonFor(longer));
        }
    }

    [Fact]
    public void Every_other_preamble_is_rejected()
    {
        for (var value = 0; value <= 255; value++)
        {
            if (value != 0x10)
                Assert.Equal(RejectReason.WrongPreamble, ReasonFor(With(Here, 0, (byte)value)));
        }
    }

    [Fact]
    public void Every_other_byte_of_the_message_id_is_rejected()
    {
        for (var offset = 1; offset <= 11; offset++)
        {
            for (var value = 0; value <= 255; value++)
            {
                if (value == Here[offset])
                    continue;
                var expected = offset == 1 && value == 0x68 ? RejectReason.EarlyPyIzzyDialect : RejectReason.WrongMessageId;
                Assert.Equal(expected, ReasonFor(With(Here, offset, (byte)value)));
            }
        }
    }

    [Fact]
    public void Every_other_length_byte_is_rejected()
    {
        var here = Here;
        for (var value = 0; value <= 255; value++)
        {
            if (value == here.Length)
                continue;
            var expected = value < 46 ? RejectReason.LengthBelowHeader
                : value > here.Length ? RejectReason.LengthAboveDatagram
                : RejectReason.LengthBelowDatagram;
            Assert.Equal(expected, ReasonFor(With(here, 12, (byte)value)));
        }
    }

    [Fact]
    public void The_eight_types_are_taken_and_every_other_is_rejected()
    {
        for (var value = 0; value <= 255; value++)
        {
            var packet = With(Here, 45, (byte)value);
            if (value is >= 1 and <= 8)
                Assert.Equal((MessageType)value, HeartbeatMessage.Decode(packet).Type);
            else
                Assert.Equal(RejectReason.UnknownType, ReasonFor(packet));
        }
    }

    [Fact]
    public void Every_byte_of_the_two_ids_may_have_every_value()
    {
        for (var offset = 13; offset < 45; offset++)
        {
            for (var value = 0; value <= 255; value++)
                Assert.True(HeartbeatPacket.TryRead(With(Here, offset, (byte)value), out _, out _));
        }
    }

    [Theory]
    [InlineData(47)]
    [InlineData(80)]
    [InlineData(255)]
    [InlineData(256)]
    [InlineData(300)]
    [InlineData(65_507)]
    public void A_two_byte_length_is_the_Java_dialect_also_when_it_is_longer_than_a_packet(int length) =>
        Assert.Equal(RejectReason.JavaDialect, ReasonFor(Java(length)));

    [Fact]
    public void No_shorter_datagram_than_a_Java_header_is_the_Java_dialect() =>
        Assert.Equal(RejectReason.LengthBelowHeader, ReasonFor(Java(46)));

    [Fact]
    public void A_two_byte_length_that_does_not_agree_is_not_the_Java_dialect() =>
        Assert.Equal(RejectReason.LengthBelowHeader, ReasonFor(With(Java(80), 13, 79)));

    [Fact]
    public void A_two_byte_length_behind_another_message_id_is_not_the_Java_dialect() =>
        Assert.Equal(RejectReason.WrongMessageId, ReasonFor(With(Java(80), 11, (byte)'E')));

    [Fact]
    public void No_valid_packet_is_taken_for_the_Java_dialect_whatever_its_sender()
    {
        for (var first = 0; first <= 255; first++)
            Assert.True(HeartbeatPacket.TryRead(With(Here, 13, (byte)first), out _, out _));
    }

    [Theory]
    [InlineData(12)]
    [InlineData(46)]
    [InlineData(300)]
    public void An_early_pyIzzy_is_recognised_whatever_its_length(int length)
    {
        var packet = new byte[length];
        "\u0010hzzymessage"u8.CopyTo(packet);
        Assert.Equal(RejectReason.EarlyPyIzzyDialect, ReasonFor(packet));
    }

    [Theory]
    [InlineData(256)]
    [InlineData(65_507)]
    public void More_bytes_than_a_length_byte_can_tell_are_too_long(int length)
    {
        var packet = new byte[length];
        Hello.CopyTo(packet, 0);
        packet[12] = 0;
        Assert.Equal(RejectReason.TooLong, ReasonFor(packet));
    }

    [Fact]
    public void A_rejected_datagram_leaves_no_packet_to_read()
    {
        Assert.False(HeartbeatPacket.TryRead(Hello.AsSpan(1), out var packet, out _));
        Assert.Equal(0, packet.Length);
    }

    [Fact]
    public void Random_bytes_of_any_length_never_throw()
    {
        var random = new Random(46);
        var bytes = new byte[65_507];
        random.NextBytes(bytes);
        for (var length = 0; length <= 2_000; length++)
            ReadEveryWay(bytes.AsSpan(random.Next(60_000), length));
        for (var length = 2_001; length <= bytes.Length; length += 997)
            ReadEveryWay(bytes.AsSpan(0, length));
        ReadEveryWay(bytes);
    }

    [Fact]
    public void Mutated_packets_never_throw_and_come_back_as_they_were_where_they_are_valid()
    {
        var random = new Random(255);
        byte[][] seeds = [.. Vector.Valid.Select(vector => vector.Packet), Java(90)];
        var valid = 0;
        for (var round = 0; round < 100_000; round++)
        {
            byte[] packet = [.. seeds[random.Next(seeds.Length)]];
            for (var flips = random.Next(4); flips > 0; flips--)
                packet[random.Next(packet.Length)] = (byte)random.Next(256);
            valid += ReadEveryWay(packet) ? 1 : 0;
        }

        Assert.InRange(valid, 10_000, 99_999);
    }

    [Fact]
    public void Every_reason_is_documented_under_its_code()
    {
        var root = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(root, "Izzy.slnx")))
            root = Path.GetDirectoryName(root) ?? throw new DirectoryNotFoundException("The tests run outside of the repository.");
        var page = File.ReadAllText(Path.Combine(root, "docs", "protocol.md"));

        foreach (var reason in Enum.GetValues<RejectReason>().Where(reason => reason != RejectReason.None))
            Assert.Contains($"| `{JsonSerializer.SerializeToElement(reason).GetString()}` |", page, StringComparison.Ordinal);
    }

    private static bool ReadEveryWay(ReadOnlySpan<byte> datagram)
    {
        _ = StatusReport.TryRead(datagram, out _, out _);
        var valid = HeartbeatMessage.TryDecode(datagram, out var message, out var reason);
        Assert.Equal(valid, reason == RejectReason.None);
        Assert.NotEmpty(HeartbeatMessage.Explain(datagram, reason));
        if (message is not null)
            Assert.Equal(datagram, message.ToBytes());
        return valid;
    }
}
