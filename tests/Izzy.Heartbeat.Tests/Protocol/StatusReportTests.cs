using System.Text;
using Izzy.Heartbeat.Protocol;
using static Izzy.Heartbeat.Tests.Protocol.Packets;

namespace Izzy.Heartbeat.Tests.Protocol;

public class StatusReportTests
{
    [Theory]
    [InlineData("")]
    [InlineData("izzy")]
    [InlineData("a,b,,c,")]
    [InlineData("Türbühne 舞台 🛋")]
    public void A_report_comes_back_as_it_was_set(string name)
    {
        foreach (var state in new[] { Moving, Following, Following with { Following = null } })
        {
            var report = new StatusReport(name, state);
            Assert.Equal(report, new HeartbeatMessage(MessageType.Here, IzzyId, MotherId, report).Report);
        }
    }

    [Fact]
    public void The_longest_name_fits_a_short_report_and_one_byte_more_is_refused()
    {
        Assert.Equal(255, new HeartbeatMessage(MessageType.Here, IzzyId, MotherId, new StatusReport(new string('n', 179), Moving)).Length);
        AssertRefused("180 bytes", () => new StatusReport(new string('n', 180), Moving));
        AssertNameRefused("180 bytes", new string('n', 180));
        AssertRefused("180 bytes", () => StatusReport.Write(new byte[300], new byte[180], Moving));
    }

    [Fact]
    public void The_longest_name_while_following_is_shorter_and_one_byte_more_is_refused_not_cut()
    {
        Assert.Equal(255, new HeartbeatMessage(MessageType.Here, IzzyId, MotherId, new StatusReport(new string('n', 124), Following)).Length);
        AssertRefused("125 bytes", () => new StatusReport(new string('n', 125), Following));
        AssertNameRefused("125 bytes", new string('n', 125), following: true);
        AssertRefused("125 bytes", () => StatusReport.Write(new byte[300], new byte[125], Following));
    }

    [Fact]
    public void Following_without_line_values_is_a_short_report_and_leaves_room_for_the_long_name()
    {
        var report = new StatusReport(new string('n', 179), Following with { Following = null });
        Assert.Equal(255, new HeartbeatMessage(MessageType.Here, IzzyId, MotherId, report).Length);
    }

    [Fact]
    public void The_length_of_a_name_is_counted_in_bytes_of_UTF8()
    {
        StatusReport.ValidateName(new string('ü', 89));
        AssertNameRefused("180 bytes", new string('ü', 90));
    }

    [Fact]
    public void Every_control_character_is_refused_in_a_name()
    {
        for (var c = '\0'; c < 0x250; c++)
        {
            var name = "a" + c + "b";
            if (c < 0x20 || c is >= '\x7f' and <= '\x9f')
                AssertRefused($"U+{(int)c:X4}) at position 2", () => new StatusReport(name, Moving));
            else
                Assert.Equal(name, new StatusReport(name, Moving).Name);
        }
    }

    [Theory]
    [InlineData(0xd83d, -1)]
    [InlineData(0xdecb, -1)]
    [InlineData(0xd83d, 'a')]
    [InlineData(0xdecb, 0xd83d)]
    public void Half_a_surrogate_pair_is_refused_in_a_name(int first, int second)
    {
        var name = second < 0 ? $"{(char)first}" : $"{(char)first}{(char)second}";
        AssertNameRefused("surrogate", name);
    }

    [Fact]
    public void A_missing_name_is_refused() => Assert.Throws<ArgumentNullException>(() => new StatusReport(null!, Moving));

    [Theory]
    [InlineData(-1)]
    [InlineData(0)]
    [InlineData(7)]
    public void An_unknown_status_is_refused(int status)
    {
        AssertRefused($"status {status}", () => new StatusReport("izzy", new((IzzyStatus)status)));
        AssertRefused($"status {status}", () => StatusReport.Write(new byte[209], "izzy"u8, new((IzzyStatus)status)));
    }

    [Fact]
    public void A_name_that_is_no_UTF8_is_refused() => AssertRefused("UTF-8", () => StatusReport.Write(new byte[209], [0xc3], Moving));

    [Fact]
    public void A_destination_that_is_too_small_is_refused() => AssertRefused("34 bytes", () => StatusReport.Write(new byte[33], "izzy"u8, Moving));

    [Fact]
    public void Line_values_are_sent_only_while_following()
    {
        var report = Bytes("izzy", Following with { Status = IzzyStatus.Estop });
        Assert.Equal(34, report.Length);
        Assert.True(StatusReport.TryRead(report, out _, out var state));
        Assert.Null(state.Following);
    }

    [Fact]
    public void A_received_name_is_kept_with_its_control_characters_and_sent_again_as_it_came()
    {
        byte[] payload = [.. "iz\u001b[2J\0"u8, .. Bytes("", Moving)];
        var message = new HeartbeatMessage(MessageType.Here, IzzyId, MotherId, payload);

        Assert.Equal("iz\u001b[2J\0", message.Report?.Name);
        Assert.Equal(message.ToBytes(), new HeartbeatMessage(MessageType.Here, IzzyId, MotherId, message.Report!).ToBytes());
    }

    [Fact]
    public void Every_bit_of_a_float_survives_also_in_one_that_is_not_a_number()
    {
        int[] patterns = [0x7f800001, unchecked((int)0xffc12345), 0x7fffffff, unchecked((int)0x80000000), 1, 0x7f800000, 0x2c2c2c2c];
        foreach (var bits in patterns)
        {
            var value = BitConverter.Int32BitsToSingle(bits);
            var payload = Bytes("izzy", Following with { Following = new(value, value, value, value, value, value, value, value, value, value, value) });
            for (var field = 0; field < 11; field++)
                Assert.Equal(bits, BitConverter.ToInt32(payload, 4 + 30 + (field * 5) + 1));
            Assert.True(StatusReport.TryRead(payload, out var name, out var state));
            var again = new byte[209];
            Assert.Equal(payload, again[..StatusReport.Write(again, name, state)]);
        }
    }

    [Fact]
    public void Every_comma_of_a_report_must_be_in_its_place()
    {
        foreach (var state in new[] { Moving, Following })
        {
            var payload = Bytes("", state);
            for (var comma = 0; comma < payload.Length; comma += 5)
            {
                // The last six commas of a long report are also those of a short one, whose status is a float's bits: no report either.
                Assert.False(StatusReport.TryRead(With(payload, comma, (byte)';'), out StatusReport? report));
                Assert.Null(report);
            }
        }
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(1, true)]
    [InlineData(6, true)]
    [InlineData(7, false)]
    [InlineData(255, false)]
    public void The_status_of_a_report_must_be_known(byte status, bool known) =>
        Assert.Equal(known, StatusReport.TryRead(With(Bytes("", Moving), 1, status), out _, out _));

    [Fact]
    public void The_status_is_read_with_all_its_four_bytes() =>
        Assert.False(StatusReport.TryRead(With(Bytes("", Moving), 4, 1), out _, out _));

    [Fact]
    public void A_long_report_of_another_status_is_no_long_report() =>
        Assert.False(StatusReport.TryRead(With(Bytes("wagon", Following), 6, (byte)IzzyStatus.Moving), out _, out _));

    [Fact]
    public void A_long_report_is_read_as_one_even_where_the_short_form_would_fit_too()
    {
        // The float in the place of the short form's status has the bits of a known status.
        var line = Line with { Sensor1Min = BitConverter.Int32BitsToSingle((int)IzzyStatus.Available) };
        var report = new StatusReport("wagon", Following with { Following = line });
        Assert.Equal(report, new HeartbeatMessage(MessageType.Here, IzzyId, MotherId, report).Report);
    }

    [Fact]
    public void A_name_that_is_no_UTF8_makes_no_report()
    {
        foreach (var state in new[] { Moving, Following })
        {
            foreach (var bad in new byte[][] { [0xc3], [0x80], [0xed, 0xa0, 0x80], [0xc0, 0xaf], [0xff] })
            {
                byte[] payload = [.. bad, .. Bytes("", state)];
                Assert.False(StatusReport.TryRead(payload, out var name, out var read));
                Assert.True(name.IsEmpty);
                Assert.Equal(default, read);
            }
        }
    }

    [Fact]
    public void Nothing_shorter_than_a_report_without_a_name_is_one()
    {
        var payload = Bytes("", Moving);
        for (var length = 0; length < payload.Length; length++)
            Assert.False(StatusReport.TryRead(payload.AsSpan(0, length), out _, out _));
    }

    [Fact]
    public void Nothing_longer_than_a_payload_is_a_report()
    {
        byte[] payload = [.. new byte[180].Select(_ => (byte)'n'), .. Bytes("", Moving)];
        Assert.False(StatusReport.TryRead(payload, out _, out _));
        Assert.True(StatusReport.TryRead(payload.AsSpan(1), out _, out _));
    }

    private static byte[] Bytes(string name, IzzyState state)
    {
        var buffer = new byte[209];
        return buffer[..StatusReport.Write(buffer, Encoding.UTF8.GetBytes(name), state)];
    }

    private static void AssertRefused(string because, Func<object> action) =>
        Assert.Contains(because, Assert.Throws<ArgumentException>(action).Message, StringComparison.Ordinal);

    private static void AssertNameRefused(string because, string name, bool following = false) =>
        Assert.Contains(because, Assert.Throws<ArgumentException>(nameof(name), () => StatusReport.ValidateName(name, following)).Message, StringComparison.Ordinal);
}
