using System.CommandLine;
using System.Text.Json;
using Izzy.Cli.Decode;
using Izzy.Cli.Settings;
using Izzy.Cli.Tests.Documents;
using Izzy.Heartbeat.Protocol;

namespace Izzy.Cli.Tests.Decode;

/// <summary>What is shown of verified mode, with the key and without.</summary>
public sealed class SignedPacketTests : IDisposable
{
    private const string Key = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";

    private static readonly string s_capture = Path.Combine(Repository.Root, "tests", "Izzy.Capture.Tests", "Captures", "signed.pcap");

    private readonly string _folder = Directory.CreateTempSubdirectory("izzy-test-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Without_a_key_a_packet_is_signed_and_not_checked()
    {
        var (code, output, _) = Run("decode", Hello());

        Assert.Equal(0, code);
        foreach (var line in new[]
        {
            "      46      1  trailer version   0x01",
            "      47      1  role              0x01 Mother",
            "      48      8  session           0102030405060708",
            "      56      4  sequence          42",
            "      60      2  pace              180 ms, the beat period",
            "      62      8  challenge         1112131415161718",
            "      70      8  echo              0000000000000000 (none)",
            "      90      4  mark              0x1F IZV",
        })
        {
            Assert.Contains(line, output, StringComparison.Ordinal);
        }

        Assert.Matches("      78     12  MAC               [0-9a-f]{24} signed, not checked", output);
        Assert.DoesNotContain("verified", output, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void With_the_key_it_is_verified()
    {
        var (code, output, _) = Run("decode", "--key-file", KeyFile(Key), Hello());

        Assert.Equal(0, code);
        Assert.Matches("MAC               [0-9a-f]{24} verified", output);
    }

    [Fact]
    public void With_another_key_the_MAC_is_wrong_and_the_packet_bad()
    {
        var (code, output, _) = Run("decode", "--key-file", KeyFile(new string(Key.Reverse().ToArray())), Hello());

        Assert.Equal(1, code);
        Assert.Matches("MAC               [0-9a-f]{24} WRONG MAC", output);
    }

    [Fact]
    public void In_JSON_the_trailer_has_its_fields_and_is_no_payload()
    {
        using var packet = JsonDocument.Parse(Run("decode", "--json", Hello()).Output);

        Assert.False(packet.RootElement.TryGetProperty("payloadHex", out _));
        var verified = packet.RootElement.GetProperty("verified");
        Assert.Equal(["mac", "role", "session", "sequence", "paceMs", "challenge"], verified.EnumerateObject().Select(field => field.Name));
        Assert.Equal(("not-checked", "mother", "0102030405060708"), (Text(verified, "mac"), Text(verified, "role"), Text(verified, "session")));
        Assert.Equal((42u, 180), (verified.GetProperty("sequence").GetUInt32(), verified.GetProperty("paceMs").GetInt32()));
        Assert.Equal("1112131415161718", Text(verified, "challenge"));
        using var right = JsonDocument.Parse(Run("decode", "--json", "--key-file", KeyFile(Key), Hello()).Output);
        Assert.Equal("verified", Text(right.RootElement.GetProperty("verified"), "mac"));
    }

    [Fact]
    public void A_capture_tells_the_age_of_each_echo_and_who_was_signed()
    {
        var (code, lines) = Json("--key-file", KeyFile(Key), s_capture);

        Assert.Equal(1, code); // one MAC is wrong
        var beat = lines[2].GetProperty("verified");
        Assert.Equal(("verified", "a1b2c3d400000001", 118), (Text(beat, "mac"), Text(beat, "echo"), beat.GetProperty("echoAgeMs").GetDouble()));
        var wrong = lines.Single(line => line.TryGetProperty("rejected", out var reason) && reason.ValueKind == JsonValueKind.String);
        Assert.Equal(("wrong-mac", "wrong"), (Text(wrong, "rejected"), Text(wrong.GetProperty("verified"), "mac")));

        var summary = lines[^1];
        var toSofa = summary.GetProperty("mothers").EnumerateArray().Single(mother => Text(mother, "destination") == "10.0.0.2");
        Assert.Equal((21, 2, 1), (Number(toSofa, "verified"), Number(toSofa, "plain"), Number(toSofa, "wrongMac")));
        var izzies = summary.GetProperty("izzies").EnumerateArray().ToList();
        Assert.Equal([("sofa", 21, 0), ("tree", 0, 20)], izzies.Select(izzy => (Text(izzy, "name")!, Number(izzy, "verified"), Number(izzy, "plain"))));
        var session = summary.GetProperty("sessions").EnumerateArray().First();
        Assert.Equal(("mother", "0102030405060708", 23, 1), (Text(session, "role"), Text(session, "session"), Number(session, "packets"), Number(session, "wentBack")));
        var client = summary.GetProperty("clients").EnumerateArray().Single(client => client.GetProperty("verified").GetBoolean());
        Assert.Equal(("10.0.0.2", "stop-received"), (Text(client, "destination"), Text(Assert.Single(client.GetProperty("stops").EnumerateArray()), "cause")));
    }

    [Fact]
    public void Without_a_key_the_summary_claims_nothing_that_it_does_not_know()
    {
        var (code, output, _) = Run("decode", s_capture);

        Assert.Equal(0, code);
        Assert.Contains("to 00112233: AVAILABLE, x 1200 y -340 z 0 mm, 0°, 0 mm/s; signed, not checked: IZZY session 11121314 number 2, pace 1000 ms, challenge a1b2c3d4, echo c0ffee00 from 2.0 ms before", output, StringComparison.Ordinal);
        Assert.Contains("    22 signed, not checked (that takes --key-file), 2 plain", output, StringComparison.Ordinal);
        Assert.Contains("A verified client, if what is signed is genuine, with a limit of 1s that hears what goes to 10.0.0.2 would have stopped once:", output, StringComparison.Ordinal);
        Assert.Contains("number 5 went back (replayed, or overtaken)", output, StringComparison.Ordinal);
        Assert.Contains("session 0102030405060708: 1 of 24 packets went back in their number", output, StringComparison.Ordinal);
    }

    [Fact]
    public void With_the_key_people_are_told_the_same()
    {
        var output = Run("decode", "--key-file", KeyFile(Key), s_capture).Output;

        Assert.Contains("    21 verified, 2 plain, 1 with a WRONG MAC", output, StringComparison.Ordinal);
        Assert.Contains("rejected      10.0.0.1:40000 > 10.0.0.2:9001  counts for nothing (wrong-mac)", output, StringComparison.Ordinal);
        Assert.Contains("A verified client with a limit of 1s that hears what goes to 10.0.0.2", output, StringComparison.Ordinal);
        Assert.DoesNotContain("not checked", output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_key_file_that_cannot_be_used_is_told_in_two_lines_and_nothing_is_decoded()
    {
        var (code, output, error) = Run("decode", "--key-file", Path.Combine(_folder, "none"), Hello());

        Assert.Equal((2, ""), (code, output));
        Assert.Equal(2, error.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    private static string Hello()
    {
        var buffer = new byte[HeartbeatMessage.MaxLength];
        var length = HeartbeatMessage.Encode(buffer, MessageType.Hello, Samples.Mother, Guid.Empty, []);
        var trailer = new VerificationTrailer(VerifiedRole.Mother, 0x0102030405060708, 42, 180, 0x1112131415161718, 0);
        return Convert.ToHexStringLower(buffer.AsSpan(0, trailer.Append(buffer, length, new VerificationKeys(Convert.FromHexString(Key)))));
    }

    private string KeyFile(string digits)
    {
        var path = Path.Combine(_folder, "key");
        File.WriteAllText(path, digits + "\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        return path;
    }

    private static string? Text(JsonElement element, string field) => element.GetProperty(field).GetString();

    private static int Number(JsonElement element, string field) => element.GetProperty(field).GetInt32();

    private static (int Code, List<JsonElement> Lines) Json(params string[] arguments)
    {
        var (code, output, _) = Run(["decode", "--json", .. arguments]);
        return (code, [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement)]);
    }

    private static (int Code, string Output, string Error) Run(params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var code = CommandLine.Run(new RootCommand { DecodeCommand.Create(new StringReader("")) }, arguments, output, error);
        return (code, output.ToString(), error.ToString());
    }
}
