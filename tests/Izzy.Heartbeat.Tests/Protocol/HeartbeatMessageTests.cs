using Izzy.Heartbeat.Protocol;
using static Izzy.Heartbeat.Tests.Protocol.Packets;

namespace Izzy.Heartbeat.Tests.Protocol;

public class HeartbeatMessageTests
{
    [Fact]
    public void Ids_stand_on_the_wire_in_the_order_in_which_they_are_written_down()
    {
        var hello = Hello;
        Assert.Equal(Convert.FromHexString("00112233445566778899aabbccddeeff"), hello[13..29]);
        Assert.Equal(new byte[16], hello[29..45]);
    }

    [Fact]
    public void A_message_keeps_a_copy_so_that_the_buffer_may_be_used_again()
    {
        var buffer = Here;
        var message = HeartbeatMessage.Decode(buffer);
        buffer.AsSpan().Fill(0xff);
        message.ToBytes().AsSpan().Fill(0xff);

        Assert.Equal(Here, message.ToBytes());
        Assert.Equal("wagon", message.Report?.Name);
    }

    [Fact]
    public void Decode_throws_the_explanation()
    {
        var error = Assert.Throws<FormatException>(() => HeartbeatMessage.Decode(With(Hello, 12, 47)));
        Assert.Equal("The length byte at offset 12 says 47, but 46 bytes arrived.", error.Message);
    }

    [Fact]
    public void The_largest_payload_fits_and_one_byte_more_is_refused()
    {
        Assert.Equal(255, new HeartbeatMessage(MessageType.Here, IzzyId, MotherId, new byte[209]).Length);
        var error = Assert.Throws<ArgumentException>(() => new HeartbeatMessage(MessageType.Here, IzzyId, MotherId, new byte[210]));
        Assert.Contains("210 bytes", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(9)]
    [InlineData(255)]
    public void An_unknown_type_is_refused(byte type)
    {
        Assert.Throws<ArgumentException>(nameof(type), () => new HeartbeatMessage((MessageType)type, IzzyId, MotherId));
        Assert.Throws<ArgumentException>(nameof(type), () => HeartbeatMessage.Encode(new byte[255], (MessageType)type, IzzyId, MotherId, "izzy"u8, Moving));
    }

    [Fact]
    public void A_destination_that_is_one_byte_too_small_is_refused_and_left_alone()
    {
        var small = new byte[45];
        Assert.Throws<ArgumentException>("destination", () => HeartbeatMessage.Encode(small, MessageType.Hello, MotherId, Guid.Empty, []));
        Assert.Throws<ArgumentException>("destination", () => HeartbeatMessage.Encode(small, MessageType.Here, IzzyId, MotherId, "izzy"u8, Moving));
        Assert.Equal(new byte[45], small);
        Assert.Throws<ArgumentException>("destination", () => HeartbeatMessage.Encode(new byte[79], MessageType.Here, IzzyId, MotherId, "izzy"u8, Moving));
        Assert.Equal(80, HeartbeatMessage.Encode(new byte[80], MessageType.Here, IzzyId, MotherId, "izzy"u8, Moving));
    }

    [Fact]
    public void Bytes_behind_the_packet_are_left_alone()
    {
        var destination = new byte[255];
        destination.AsSpan().Fill(0xee);
        var length = HeartbeatMessage.Encode(destination, MessageType.Here, IzzyId, MotherId, "izzy"u8, Following);
        Assert.Equal(46 + 4 + 85, length);
        Assert.All(destination[length..], value => Assert.Equal(0xee, value));
    }

    [Fact]
    public void The_two_ways_to_encode_a_report_give_the_same_bytes()
    {
        var destination = new byte[255];
        var length = HeartbeatMessage.Encode(destination, MessageType.Here, IzzyId, MotherId, "wagon"u8, Following);
        Assert.Equal(Here, destination[..length]);
    }

    [Fact]
    public void A_payload_that_already_stands_in_the_destination_is_moved_whole()
    {
        var buffer = new byte[255];
        "payload"u8.CopyTo(buffer.AsSpan(42));
        var length = HeartbeatMessage.Encode(buffer, MessageType.NotValid, IzzyId, MotherId, buffer.AsSpan(42, 7));
        Assert.Equal("payload"u8, HeartbeatMessage.Decode(buffer.AsSpan(0, length)).Payload.Span);
    }

    [Fact]
    public void A_missing_report_is_refused() =>
        Assert.Throws<ArgumentNullException>(() => new HeartbeatMessage(MessageType.Here, IzzyId, MotherId, (StatusReport)null!));
}
