using System.Text;
using Izzy.Heartbeat.Protocol;

namespace Izzy.Heartbeat.Tests.Protocol;

public sealed class VerificationTrailerTests
{
    private static readonly byte[] s_key = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];
    private static readonly byte[] s_otherKey = [.. Enumerable.Range(1, 32).Select(i => (byte)i)];
    private static readonly VerificationKeys s_keys = new(s_key);
    private static readonly Guid s_sender = Guid.Parse("00112233-4455-6677-8899-aabbccddeeff");
    private static readonly VerificationTrailer s_trailer = new(VerifiedRole.Mother, 0x0102030405060708, 0xFFFFFFFE, 180, 0x1112131415161718, 0x2122232425262728);

    [Fact]
    public void A_beat_is_these_bytes()
    {
        var packet = Hello();
        Assert.Equal(94, packet.Length);
        Assert.Equal(94, packet[12]);
        Assert.Equal("0101" + "0102030405060708" + "FFFFFFFE" + "00B4" + "1112131415161718" + "2122232425262728", Convert.ToHexString(packet.AsSpan(46, 32)));
        // HMAC-SHA256 of the 78 bytes before it, by another implementation (Python's hmac), cut to 96 bits; and the mark.
        Assert.Equal("54B3307E86962CA5C05BBE31" + "1F495A56", Convert.ToHexString(packet.AsSpan(78)));
        Assert.True(HeartbeatPacket.TryRead(packet, out var read, out _));
        Assert.Equal(MessageType.Hello, read.Type);
    }

    [Fact]
    public void What_was_written_is_read_again_and_the_report_before_it_as_well()
    {
        var packet = new byte[255];
        var state = new IzzyState(IzzyStatus.Following, 1, -2, 3, 90, 350, new LineFollowing(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11));
        var length = HeartbeatMessage.Encode(packet, MessageType.Here, s_sender, Guid.Empty, Encoding.UTF8.GetBytes(new string('n', 76)), state);
        var trailer = s_trailer with { Role = VerifiedRole.Izzy };
        Assert.Equal(255, trailer.Append(packet, length, s_keys));
        Assert.True(HeartbeatPacket.TryRead(packet, out var read, out _));
        Assert.True(VerificationTrailer.TryFind(read.Payload, out var found, out var rest));
        Assert.Equal(trailer, found);
        Assert.True(StatusReport.TryRead(rest, out _, out var reported));
        Assert.Equal(state, reported);
        Assert.True(VerificationTrailer.IsAuthentic(packet, s_keys));
    }

    [Fact]
    public void The_report_is_read_without_it_and_the_payload_stays_as_it_came()
    {
        var buffer = new byte[255];
        var state = new IzzyState(IzzyStatus.Moving, 1200, -340, 0, 90, 250);
        var length = HeartbeatMessage.Encode(buffer, MessageType.Here, s_sender, Guid.Empty, "sofa"u8, state);
        var signed = buffer[..s_trailer.Append(buffer, length, s_keys)];

        var message = HeartbeatMessage.Decode(signed);
        Assert.Equal(("sofa", state), (message.Report!.Name, message.Report.State));
        Assert.Equal(signed[46..], message.Payload.ToArray());
        Assert.Equal(signed, message.ToBytes());
        Assert.Equal(signed, new HeartbeatMessage(message.Type, message.SenderId, message.ReceiverId, message.Payload.Span).ToBytes());
        Assert.True(HeartbeatPacket.TryRead(signed, out var packet, out _) && packet.TryReadReport(out var name, out _) && name.SequenceEqual("sofa"u8));
        Assert.Equal(signed[46..], packet.Payload.ToArray());
    }

    [Fact]
    public void What_has_no_mark_at_its_end_loses_nothing()
    {
        // The trailer is there, but something stands behind it: it is no trailer then, and what is before it is no report.
        byte[] payload = [.. Hello()[46..], 0];
        Assert.True(VerificationTrailer.Strip(payload) == payload);
        Assert.True(VerificationTrailer.Strip("\u001FIZV"u8).Length == 4);
    }

    [Fact]
    public void A_packet_that_leaves_no_room_for_it_is_refused_and_not_cut()
    {
        var packet = new byte[255];
        var length = HeartbeatMessage.Encode(packet, MessageType.Here, s_sender, Guid.Empty, Encoding.UTF8.GetBytes(new string('n', 132)), new IzzyState(IzzyStatus.Moving));
        Assert.Throws<ArgumentException>(() => s_trailer.Append(packet, length, s_keys));
        Assert.Throws<ArgumentException>(() => s_trailer.Append(new byte[93], 46, s_keys));
    }

    [Fact]
    public void A_flipped_bit_anywhere_in_the_packet_is_found()
    {
        var packet = Hello();
        Assert.True(VerificationTrailer.IsAuthentic(packet, s_keys));
        // The mark is how the trailer is found, so a bit there makes it one that has none.
        for (var bit = 0; bit < (packet.Length - 4) * 8; bit++)
        {
            packet[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.False(VerificationTrailer.IsAuthentic(packet, s_keys), $"bit {bit}");
            packet[bit / 8] ^= (byte)(1 << (bit % 8));
        }

        packet[^1] ^= 1;
        Assert.False(VerificationTrailer.TryFind(packet.AsSpan(46), out _, out var rest));
        Assert.Equal(48, rest.Length);
    }

    [Fact]
    public void Another_key_signs_differently_and_while_keys_are_changed_over_both_are_accepted()
    {
        var packet = Hello();
        Assert.False(VerificationTrailer.IsAuthentic(packet, new VerificationKeys(s_otherKey)));
        Assert.True(VerificationTrailer.IsAuthentic(packet, new VerificationKeys(s_otherKey, s_key)));
        var both = new VerificationKeys(s_key, s_otherKey);
        Assert.True(VerificationTrailer.IsAuthentic(packet, both));
    }

    [Theory]
    [InlineData(0, 2)]
    [InlineData(1, 0)]
    [InlineData(1, 3)]
    public void Another_version_or_role_is_no_trailer(int offset, byte value)
    {
        var payload = Hello()[46..];
        payload[offset] = value;
        Assert.False(VerificationTrailer.TryFind(payload, out _, out _));
    }

    [Fact]
    public void Keys_are_one_or_two_of_32_bytes_and_never_shown()
    {
        Assert.Throws<ArgumentException>(() => new VerificationKeys());
        Assert.Throws<ArgumentException>(() => new VerificationKeys(s_key, s_key, s_key));
        Assert.Throws<ArgumentException>(() => new VerificationKeys(new byte[31]));
        Assert.Equal("one key", s_keys.ToString());
    }

    private static byte[] Hello()
    {
        var packet = new byte[255];
        var length = HeartbeatMessage.Encode(packet, MessageType.Hello, s_sender, Guid.Empty, []);
        return packet[..s_trailer.Append(packet, length, s_keys)];
    }
}
