using System.Buffers.Binary;
using System.Text.Json;
using Izzy.Capture.Files;
using Izzy.Heartbeat.Protocol;

namespace Izzy.Network.Tests.Captures;

/// <summary>The dissector for Wireshark, on the capture that is kept: see <c>Stage</c> in the tests of captures for what is in it.</summary>
public sealed class DissectorTests : IDisposable
{
    private readonly Tshark _tshark = new();
    private readonly List<JsonElement> _frames;

    public DissectorTests() => _frames = _tshark.Read(Path.Combine(Tshark.Root, "tests", "Izzy.Capture.Tests", "Captures", "stage.pcap"));

    public void Dispose() => _tshark.Dispose();

    [Fact]
    public void A_HELLO_has_its_fields_and_names_the_answers_to_it()
    {
        var hello = Izzy(0);

        Assert.Equal(("0x10", "izzymessage", "46", "0x01"), (Text(hello, "izzy.preamble"), Text(hello, "izzy.id"), Text(hello, "izzy.length"), Text(hello, "izzy.type")));
        Assert.Equal("00112233-4455-6677-8899-aabbccddeeff", Text(hello, "izzy.sender"));
        Assert.Equal("00000000-0000-0000-0000-000000000000", Text(hello, "izzy.receiver"));
        Assert.Equal(["2", "3"], hello.EnumerateObject().Where(field => field.Name == "izzy.response_in").Select(field => field.Value.GetString()));
    }

    [Fact]
    public void An_answer_has_its_report_and_is_linked_to_its_HELLO_with_the_response_time()
    {
        var here = Izzy(1);

        Assert.Equal(("0x02", "1"), (Text(here, "izzy.type"), Text(here, "izzy.response_to")));
        Assert.Equal("0.003000000", Text(here, "izzy.response_time"));
        var report = here.GetProperty("izzy.report");
        Assert.Equal(
            ["sofa", "2", "1200", "-340", "0", "90", "250"],
            new[] { "name", "status", "x", "y", "z", "heading", "speed" }.Select(name => Text(report, "izzy." + name)));
        Assert.False(report.TryGetProperty("izzy.following.pidKp", out _));
    }

    [Fact]
    public void A_report_while_following_a_line_has_its_eleven_values_and_a_name_with_a_comma()
    {
        var report = Izzy(2).GetProperty("izzy.report");

        Assert.Equal("tree, übergroß", Text(report, "izzy.name"));
        Assert.Equal(["1.5", "0.25", "-3.5", "449"], new[] { "pidKp", "pidKi", "errorAngle", "sensor2Reading" }.Select(name => Text(report, "izzy.following." + name)));
        Assert.Equal(11, report.EnumerateObject().Count(field => field.Name.StartsWith("izzy.following.", StringComparison.Ordinal)));
        Assert.Equal("0.005000000", Text(Izzy(2), "izzy.response_time"));
    }

    [Theory]
    [InlineData(30, "izzy.length.wrong", "The length byte says 81, and the datagram has 80")]
    [InlineData(31, "izzy.length.wrong", "A packet has at least 46 bytes, and this one has 40")]
    [InlineData(32, "izzy.type.unknown", "Unknown message type 0x2A")]
    [InlineData(33, "izzy.dialect.foreign", "Java dialect: a length of two bytes, and a header of 47")]
    [InlineData(34, "izzy.dialect.foreign", "Early pyIzzy dialect: the message id begins with 0x68")]
    public void What_receivers_reject_has_an_expert_note_and_no_type(int frame, string note, string message)
    {
        var izzy = Izzy(frame);

        var expert = izzy.GetProperty("_ws.expert");
        Assert.True(expert.TryGetProperty(note, out _), $"{expert}");
        Assert.Equal(message, Text(expert, "_ws.expert.message"));
        Assert.False(izzy.TryGetProperty("izzy.type", out _));
    }

    [Fact]
    public void A_fragment_is_not_guessed() => Assert.False(_frames[35].TryGetProperty("izzy", out _));

    [Fact]
    public void An_ESTOP_behind_a_VLAN_tag_is_noted() =>
        Assert.True(Izzy(_frames.Count - 2).GetProperty("_ws.expert").TryGetProperty("izzy.estop", out _));

    [Fact]
    public void Every_answer_of_the_capture_is_linked_and_nothing_else_is() => Assert.Equal(
        36, _frames.Count(frame => frame.TryGetProperty("izzy", out var izzy) && izzy.TryGetProperty("izzy.response_time", out _)));

    [Fact]
    public void A_trailer_has_its_fields_and_is_noted_as_not_checked()
    {
        var trailer = Signed()[2].GetProperty("izzy.verified");

        Assert.Equal(
            ["0x01", "0x01", "0x0102030405060708", "2", "120", "0xc0ffee0000000002", "0xa1b2c3d400000001", "1f:49:5a:56"],
            new[] { "version", "role", "session", "sequence", "pace", "challenge", "echo", "mark" }.Select(name => Text(trailer, "izzy.verified." + name)));
        Assert.Equal(35, Text(trailer, "izzy.verified.mac")!.Length);
        Assert.True(trailer.GetProperty("_ws.expert").TryGetProperty("izzy.verified.unchecked", out _), $"{trailer}");
    }

    [Fact]
    public void An_echo_is_linked_to_the_packet_whose_challenge_it_is_with_its_age()
    {
        var frames = Signed();
        var (beat, answer) = (frames[2].GetProperty("izzy.verified"), frames[3].GetProperty("izzy.verified"));

        Assert.Equal(("2", "0.118000000"), (Text(beat, "izzy.verified.echo_of"), Text(beat, "izzy.verified.echo_age")));
        Assert.Equal(("3", "0.002000000"), (Text(answer, "izzy.verified.echo_of"), Text(answer, "izzy.verified.echo_age")));
        Assert.False(frames[0].GetProperty("izzy.verified").TryGetProperty("izzy.verified.echo_of", out _));
        // The replay, long after: its echo is old.
        Assert.Equal("2.138000000", Text(frames[62].GetProperty("izzy.verified"), "izzy.verified.echo_age"));
    }

    [Fact]
    public void The_report_before_a_trailer_is_read_and_a_HELLO_with_one_lacks_none()
    {
        var frames = Signed();

        Assert.Equal("sofa", Text(frames[3].GetProperty("izzy.report"), "izzy.name"));
        Assert.False(frames[2].TryGetProperty("_ws.expert", out _), $"{frames[2]}");
        Assert.False(frames[4].TryGetProperty("izzy.verified", out _));
    }

    [Theory]
    [InlineData(64)]
    [InlineData(65)]
    public void A_trailer_of_an_unknown_version_or_role_is_noted_and_no_more(int frame)
    {
        var trailer = Signed()[frame].GetProperty("izzy.verified");

        Assert.True(trailer.GetProperty("_ws.expert").TryGetProperty("izzy.verified.unknown", out _), $"{trailer}");
        Assert.False(trailer.TryGetProperty("izzy.verified.session", out _));
    }

    [Fact]
    public void Whatever_comes_it_has_the_opinion_of_the_library()
    {
        var datagrams = Mutated(3000).ToList();
        var file = Path.GetTempFileName();
        try
        {
            using (var writer = new PcapWriter(new FileStream(file, FileMode.Truncate), LinkTypes.Ipv4))
            {
                for (var i = 0; i < datagrams.Count; i++)
                    writer.Write(1_790_000_000_000_000_000 + i, InUdp(datagrams[i]), 28 + datagrams[i].Length);
            }

            var frames = _tshark.Read(file, "-J", "izzy");
            Assert.Equal(datagrams.Count, frames.Count);
            for (var i = 0; i < datagrams.Count; i++)
            {
                var valid = HeartbeatMessage.TryDecode(datagrams[i], out var message, out var reason);
                var has = frames[i].TryGetProperty("izzy", out var izzy);
                var told = $"{Convert.ToHexStringLower(datagrams[i])}, {reason}: {frames[i]}";
                Assert.True(valid == (has && izzy.TryGetProperty("izzy.type", out _)), told);
                Assert.True((message?.Report is not null) == (has && izzy.TryGetProperty("izzy.report", out _)), told);
                var isSigned = valid && VerificationTrailer.TryFind(message!.Payload.Span, out _, out _);
                Assert.True(isSigned == (has && izzy.TryGetProperty("izzy.verified", out var trailer) && trailer.TryGetProperty("izzy.verified.session", out _)), told);
                Assert.True((reason is RejectReason.JavaDialect or RejectReason.EarlyPyIzzyDialect) == (has && izzy.TryGetProperty("izzy.dialect", out _)), told);
                Assert.DoesNotContain("Lua Error", told, StringComparison.Ordinal);
            }

            Assert.InRange(datagrams.Count(datagram => HeartbeatMessage.TryDecode(datagram, out var message, out _) && message.Report is not null), 100, 2000);
            Assert.InRange(datagrams.Count(datagram => HeartbeatPacket.TryRead(datagram, out var packet, out _) && VerificationTrailer.TryFind(packet.Payload, out _, out _)), 100, 1500);
        }
        finally
        {
            File.Delete(file);
        }
    }

    /// <summary>Packets, every other with a trailer, with a byte or two changed, their length as often set right as not.</summary>
    private static IEnumerable<byte[]> Mutated(int count)
    {
        var random = new Random(20_261_122);
        var line = new IzzyState(IzzyStatus.Following, 1, 2, 3, 4, 5, new LineFollowing(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11));
        for (var i = 0; i < count; i++)
        {
            var report = new StatusReport(random.Next(3) == 0 ? "" : "tree, übergroß", random.Next(2) == 0 ? line : new IzzyState(IzzyStatus.Moving));
            var bytes = new HeartbeatMessage(MessageType.Here, Guid.NewGuid(), Guid.NewGuid(), report).ToBytes().ToList();
            if (random.Next(2) == 0)
                bytes.AddRange(Trailer(random));
            for (var changes = random.Next(4); changes > 0; changes--)
            {
                switch (random.Next(5))
                {
                    case 4:
                        // The version, the role and the mark of a trailer.
                        bytes[^random.GetItems([48, 47, 4, 3, 2, 1], 1)[0]] = random.GetItems<byte>([0, 1, 2, 3, 0x1F, (byte)'V'], 1)[0];
                        break;
                    case 0:
                        bytes[random.Next(bytes.Count)] = (byte)random.Next(256);
                        break;
                    case 1:
                        bytes.RemoveRange(random.Next(bytes.Count), 1);
                        break;
                    case 2:
                        bytes.Insert(random.Next(bytes.Count), (byte)(random.Next(2) == 0 ? ',' : random.Next(256)));
                        break;
                    default:
                        bytes[46 + random.Next(bytes.Count - 46)] = (byte)random.Next(1, 4);
                        break;
                }
            }

            if (random.Next(50) == 0)
                (bytes[12], bytes[13]) = (0, (byte)bytes.Count);
            else if (random.Next(4) != 0)
                bytes[12] = (byte)bytes.Count;
            yield return [.. bytes];
        }
    }

    private static byte[] Trailer(Random random)
    {
        var buffer = new byte[HeartbeatMessage.MaxLength];
        var trailer = new VerificationTrailer((VerifiedRole)random.Next(1, 3), (ulong)random.NextInt64(), (uint)random.Next(), 180, (ulong)random.Next(3), (ulong)random.Next(3));
        var end = trailer.Append(buffer, HeartbeatMessage.HeaderLength, new VerificationKeys(new byte[VerificationKeys.KeyLength]));
        return buffer[HeartbeatMessage.HeaderLength..end];
    }

    private static byte[] InUdp(byte[] datagram)
    {
        var packet = new byte[28 + datagram.Length];
        (packet[0], packet[8], packet[9]) = (0x45, 64, 17);
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(2), (ushort)packet.Length);
        new byte[] { 10, 0, 0, 2, 10, 0, 0, 1 }.CopyTo(packet, 12);
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(20), 9001);
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(22), 9000);
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(24), (ushort)(8 + datagram.Length));
        datagram.CopyTo(packet, 28);
        return packet;
    }

    private static string? Text(JsonElement layer, string field) => layer.GetProperty(field).GetString();

    private List<JsonElement> Signed() =>
        [.. _tshark.Read(Path.Combine(Tshark.Root, "tests", "Izzy.Capture.Tests", "Captures", "signed.pcap")).Select(frame => frame.GetProperty("izzy"))];

    private JsonElement Izzy(int frame) => _frames[frame].GetProperty("izzy");
}
