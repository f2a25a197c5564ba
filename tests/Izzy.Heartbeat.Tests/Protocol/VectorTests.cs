using System.Text.Json;
using Izzy.Heartbeat.Protocol;

namespace Izzy.Heartbeat.Tests.Protocol;

public class VectorTests
{
    public static TheoryData<string> ValidVectors => Vector.NamesOfValid;

    public static TheoryData<string> InvalidVectors => Vector.NamesOfInvalid;

    [Fact]
    public void There_are_fifteen_valid_vectors_and_ten_invalid_ones()
    {
        Assert.Equal(15, ValidVectors.Count);
        Assert.Equal(10, InvalidVectors.Count);
    }

    [Theory]
    [MemberData(nameof(ValidVectors))]
    public void Every_field_of_a_valid_vector_is_decoded(string name)
    {
        var vector = Vector.Named(name);

        var message = HeartbeatMessage.Decode(vector.Packet);

        Assert.Equal(0x10, message.Preamble);
        Assert.Equal("izzymessage", message.MessageId);
        Assert.Equal(vector.Expected.GetProperty("length").GetInt32(), message.Length);
        Assert.Equal(vector.Expected.GetProperty("sender").GetGuid(), message.SenderId);
        Assert.Equal(vector.Expected.GetProperty("receiver").GetGuid(), message.ReceiverId);
        Assert.Equal(vector.Expected.GetProperty("type").GetString(), JsonSerializer.SerializeToElement(message.Type).GetString());
        Assert.Equal(vector.Packet.AsSpan(46), message.Payload.Span);
        AssertReport(vector.Expected.GetProperty("payload"), message.Report);
    }

    [Theory]
    [MemberData(nameof(ValidVectors))]
    public void The_view_without_allocation_says_the_same_as_the_object(string name)
    {
        var vector = Vector.Named(name);
        var message = HeartbeatMessage.Decode(vector.Packet);

        Assert.True(HeartbeatPacket.TryRead(vector.Packet, out var packet, out var reason));

        Assert.Equal(RejectReason.None, reason);
        Assert.Equal(message.Length, packet.Length);
        Assert.Equal(message.SenderId, packet.SenderId);
        Assert.Equal(message.ReceiverId, packet.ReceiverId);
        Assert.Equal(message.Type, packet.Type);
        Assert.Equal(message.Payload.Span, packet.Payload);
        Assert.Equal(message.ReceiverId == Guid.Empty, packet.IsToEveryone);
        Assert.Equal(message.Report is not null, packet.TryReadReport(out var nameUtf8, out var state));
        Assert.Equal(message.Report?.Name ?? "", System.Text.Encoding.UTF8.GetString(nameUtf8));
        Assert.Equal(message.Report?.State ?? default, state);
    }

    [Theory]
    [MemberData(nameof(ValidVectors))]
    public void Encoding_a_decoded_vector_gives_the_vector(string name)
    {
        var packet = Vector.Named(name).Packet;
        var message = HeartbeatMessage.Decode(packet);

        Assert.Equal(packet, message.ToBytes());
        Assert.Equal(packet, new HeartbeatMessage(message.Type, message.SenderId, message.ReceiverId, message.Payload.Span).ToBytes());
        if (message.Report is { } report)
            Assert.Equal(packet, new HeartbeatMessage(message.Type, message.SenderId, message.ReceiverId, report).ToBytes());
    }

    [Theory]
    [MemberData(nameof(InvalidVectors))]
    public void An_invalid_vector_is_rejected(string name)
    {
        var packet = Vector.Named(name).Packet;
        var expected = name switch
        {
            "empty datagram" => RejectReason.Empty,
            "one byte" or "45 bytes: one short" => RejectReason.TooShort,
            "wrong preamble" => RejectReason.WrongPreamble,
            "wrong identifier (an early build of the reference sent 0x68)" => RejectReason.EarlyPyIzzyDialect,
            "length byte larger than the datagram" => RejectReason.LengthAboveDatagram,
            "length byte smaller than the datagram" => RejectReason.LengthBelowDatagram,
            "type 0x00" or "type 0x09" => RejectReason.UnknownType,
            _ => RejectReason.TooLong,
        };

        Assert.False(HeartbeatMessage.TryDecode(packet, out var message, out var reason));
        Assert.Null(message);
        Assert.Equal(expected, reason);
        Assert.False(HeartbeatPacket.TryRead(packet, out _, out reason));
        Assert.Equal(expected, reason);
    }

    private static void AssertReport(JsonElement expected, StatusReport? report)
    {
        if (expected.ValueKind == JsonValueKind.Null)
        {
            Assert.Null(report);
            return;
        }

        Assert.NotNull(report);
        Assert.Equal(expected.GetProperty("name").GetString(), report.Name);
        Assert.Equal(expected.GetProperty("status").GetString(), JsonSerializer.SerializeToElement(report.State.Status).GetString());
        var position = expected.GetProperty("position");
        Assert.Equal(position.GetProperty("x").GetInt32(), report.State.X);
        Assert.Equal(position.GetProperty("y").GetInt32(), report.State.Y);
        Assert.Equal(position.GetProperty("z").GetInt32(), report.State.Z);
        Assert.Equal(expected.GetProperty("heading").GetInt32(), report.State.Heading);
        Assert.Equal(expected.GetProperty("speed").GetInt32(), report.State.Speed);
        // The names in the file are those of the properties in camel case: all eleven are compared.
        Assert.Equal(
            expected.TryGetProperty("following", out var following) ? following.Deserialize<LineFollowing>(JsonSerializerOptions.Web) : null,
            report.State.Following);
    }
}
