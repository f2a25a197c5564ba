using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Izzy.Heartbeat.Protocol;

namespace Izzy.Heartbeat.Tests.Protocol;

/// <summary>What holds for every packet and report, tried on some thousand of them.</summary>
public class RoundTripProperties
{
    private static readonly Config s_config = Config.QuickThrowOnFailure.WithMaxTest(2_000);

    [Fact]
    public void Encoding_what_was_decoded_gives_the_packet_whatever_its_payload() =>
        Check(AnyPacket(Bytes(0, 209)), EncodesAsItCame);

    [Fact]
    public void Encoding_what_was_decoded_gives_the_packet_of_every_report() =>
        Check(AnyPacket(AnyReportPayload()), packet => HeartbeatMessage.Decode(packet).Report is not null && EncodesAsItCame(packet));

    [Fact]
    public void Encoding_a_decoded_report_anew_gives_the_packet() =>
        Check(AnyPacket(AnyReportPayload()), packet =>
        {
            var message = HeartbeatMessage.Decode(packet);
            return new HeartbeatMessage(message.Type, message.SenderId, message.ReceiverId, message.Report!).ToBytes().AsSpan().SequenceEqual(packet);
        });

    [Fact]
    public void Decoding_what_was_encoded_gives_the_report() =>
        Check(AnyReport(), report => Equals(report, new HeartbeatMessage(MessageType.Here, Packets.IzzyId, Packets.MotherId, report).Report));

    [Fact]
    public void Every_truncation_of_every_packet_is_rejected() =>
        Check(
            from packet in AnyPacket(Bytes(0, 209))
            from length in Gen.Choose(0, packet.Length - 1)
            select packet[..length],
            datagram => !HeartbeatPacket.TryRead(datagram, out _, out _));

    private static void Check<T>(Gen<T> values, Func<T, bool> holds) => Prop.ForAll(values.ToArbitrary(), holds).Check(s_config);

    private static bool EncodesAsItCame(byte[] packet)
    {
        var message = HeartbeatMessage.Decode(packet);
        var again = new byte[255];
        var length = HeartbeatMessage.Encode(again, message.Type, message.SenderId, message.ReceiverId, message.Payload.Span);
        return message.ToBytes().AsSpan().SequenceEqual(packet) && again.AsSpan(0, length).SequenceEqual(packet);
    }

    private static Gen<byte[]> AnyPacket(Gen<byte[]> payloads) =>
        from type in Gen.Elements(Enum.GetValues<MessageType>())
        from ids in Bytes(32, 32)
        from payload in payloads
        select (byte[])[.. "\u0010izzymessage"u8, (byte)(46 + payload.Length), .. ids, (byte)type, .. payload];

    /// <summary>Reports as they may be received: any name in UTF-8, control characters too, and any bits in every float.</summary>
    private static Gen<byte[]> AnyReportPayload() =>
        from state in AnyState()
        from name in AnyName(state, '\0')
        select Payload(name, state);

    private static Gen<StatusReport> AnyReport() =>
        from state in AnyState()
        from name in AnyName(state, ' ')
        select new StatusReport(name, state);

    private static Gen<IzzyState> AnyState() =>
        from status in Gen.Elements(Enum.GetValues<IzzyStatus>().Append(IzzyStatus.Following))
        from hasLine in Gen.Choose(0, 3)
        from bytes in Bytes(64, 64)
        select new IzzyState(
            status,
            BitConverter.ToInt32(bytes, 0),
            BitConverter.ToInt32(bytes, 4),
            BitConverter.ToInt32(bytes, 8),
            BitConverter.ToInt32(bytes, 12),
            BitConverter.ToInt32(bytes, 16),
            status == IzzyStatus.Following && hasLine > 0 ? Line(bytes) : null);

    private static LineFollowing Line(byte[] bytes)
    {
        float Value(int index) => BitConverter.ToSingle(bytes, 20 + (index * 4));
        return new(Value(0), Value(1), Value(2), Value(3), Value(4), Value(5), Value(6), Value(7), Value(8), Value(9), Value(10));
    }

    private static Gen<string> AnyName(IzzyState state, char lowest)
    {
        var room = state.Following is null ? 179 : 124;
        var ascii = Gen.Choose(lowest, '~').Select(c => new Rune(c));
        var runes = Gen.OneOf(ascii, Gen.Constant(new Rune(',')), Gen.Choose(0xa0, 0xd7ff).Select(c => new Rune(c)), Gen.Choose(0x1f300, 0x1f6ff).Select(c => new Rune(c)));
        return Gen.Choose(0, room).SelectMany(count => Gen.ArrayOf(runes, count)).Select(all => Fit(all, room));
    }

    /// <summary>As many of the characters as have room.</summary>
    private static string Fit(Rune[] runes, int room)
    {
        var name = new StringBuilder();
        foreach (var rune in runes.TakeWhile(rune => (room -= rune.Utf8SequenceLength) >= 0))
            name.Append(rune.ToString());
        return name.ToString();
    }

    private static byte[] Payload(string name, IzzyState state)
    {
        var buffer = new byte[209];
        return buffer[..StatusReport.Write(buffer, Encoding.UTF8.GetBytes(name), state)];
    }

    private static Gen<byte[]> Bytes(int least, int most) =>
        Gen.Choose(least, most).SelectMany(length => Gen.ArrayOf(Gen.Choose(0, 255).Select(value => (byte)value), length));
}
