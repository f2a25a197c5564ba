using System.CommandLine;
using System.Text.Json;
using Izzy.Cli.Decode;
using Izzy.Cli.Settings;
using Izzy.Cli.Tests.Documents;

namespace Izzy.Cli.Tests.Decode;

public sealed class DecodeCaptureTests : IDisposable
{
    private static readonly string s_stage = Path.Combine(Repository.Root, "tests", "Izzy.Capture.Tests", "Captures", "stage.pcap");

    private readonly string _folder = Directory.CreateTempSubdirectory("izzy-test-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_capture_is_a_line_for_each_packet_and_a_summary()
    {
        var (code, lines, error) = Json(s_stage);

        Assert.Equal((1, ""), (code, error)); // five of its packets are bad
        Assert.Equal(62, lines.Count(line => Text(line, "event") == "packet"));
        var answer = lines.First(line => line.TryGetProperty("answerMs", out _));
        Assert.Equal(3, answer.GetProperty("answerMs").GetDouble());
        Assert.Equal(("10.0.0.2:9001", "10.0.0.1:9000", "HERE"), (Text(answer, "source"), Text(answer, "destination"), Text(answer, "type")));
        Assert.Equal("sofa", Text(answer.GetProperty("payload"), "name"));
        Assert.Equal(
            ["length-above-datagram", "too-short", "unknown-type", "java-dialect", "early-py-izzy-dialect"],
            lines.Where(line => line.TryGetProperty("rejected", out var reason) && reason.ValueKind == JsonValueKind.String).Select(line => Text(line, "error")));

        var summary = lines[^1];
        Assert.Equal("summary", Text(summary, "event"));
        var mother = Assert.Single(summary.GetProperty("mothers").EnumerateArray());
        Assert.Equal((180, 1620), (mother.GetProperty("periodMs").GetDouble(), mother.GetProperty("longestSilenceMs").GetDouble()));
        var stops = Assert.Single(summary.GetProperty("clients").EnumerateArray()).GetProperty("stops").EnumerateArray().ToList();
        Assert.Equal(["silence", "stop-received"], stops.Select(stop => Text(stop, "cause")));
        Assert.Equal("2026-09-21T14:13:22.620000Z", Text(stops[0], "time"));
    }

    [Fact]
    public void The_limit_says_for_which_client()
    {
        var stops = Assert.Single(Json("--limit", "1650ms", s_stage).Lines[^1].GetProperty("clients").EnumerateArray()).GetProperty("stops");

        Assert.Equal("stop-received", Text(Assert.Single(stops.EnumerateArray()), "cause"));
    }

    [Fact]
    public void People_are_told_the_same()
    {
        var (_, output, _) = Run("decode", s_stage);

        Assert.Contains("IZZY tree, übergroß 0dbd510f-6fcc-4eb3-89f6-9e99be98d426 at 10.0.0.3: 18 packets, last FOLLOWING", output, StringComparison.Ordinal);
        Assert.Contains("longest silence 1620.0 ms", output, StringComparison.Ordinal);
        Assert.Contains("A client with a limit of 1s that hears broadcasts would have stopped 2 times:", output, StringComparison.Ordinal);
        Assert.Contains("silence, 1000.0 ms after the last beat", output, StringComparison.Ordinal);
        Assert.Contains("Rejected: 1 java-dialect, the last from 10.0.0.2:9001", output, StringComparison.Ordinal);
        Assert.Contains("1 fragment of datagrams", output, StringComparison.Ordinal);
        Assert.DoesNotContain(output, c => char.IsControl(c) && c != '\n' && c != '\r');
    }

    [Fact]
    public void The_summary_alone_has_no_packets() => Assert.Equal("summary", Text(Assert.Single(Json("--summary", s_stage).Lines), "event"));

    [Fact]
    public void Other_ports_are_noticed_and_can_be_given()
    {
        var (_, output, _) = Run("decode", "--summary", "--to-client-port", "9101", "--from-client-port", "9100", s_stage);

        Assert.Contains("at port 9001: for these, give --to-client-port and --from-client-port", output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_capture_that_was_cut_is_explained_up_to_there()
    {
        var cut = Keep("cut.pcap", File.ReadAllBytes(s_stage)[..400]);

        var (code, output, error) = Run("decode", cut);

        Assert.Equal(1, code);
        Assert.Contains("2 frames: 2 packets", output, StringComparison.Ordinal);
        var lines = error.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(2, lines.Length);
        Assert.Contains("ends within record 3", lines[0], StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_no_capture_is_told_in_two_lines_and_the_next_is_read()
    {
        var (code, output, error) = Run("decode", "--summary", "--json", Keep("notes.txt", "Dear diary"u8.ToArray()), Keep("empty.pcap", []), s_stage);

        Assert.Equal(1, code);
        Assert.Equal(4, error.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Single(output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Theory]
    [InlineData("show.pcap")]
    [InlineData("./show")]
    [InlineData("show.pcapng")]
    public void A_file_that_does_not_exist_is_no_bad_packet(string name)
    {
        var (code, output, error) = Run("decode", name);

        Assert.Equal((2, ""), (code, output));
        Assert.Contains($"There is no file '{name}'.", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Packets_and_captures_stand_beside_each_other()
    {
        const string hello = "10697a7a796d6573736167652e00112233445566778899aabbccddeeff0000000000000000000000000000000001";

        var (_, output, _) = Run("decode", "--json", "--summary", hello, s_stage, hello);

        Assert.Equal(3, output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    [Theory]
    [InlineData("10ms")]
    [InlineData("61s")]
    public void A_limit_that_no_client_has_is_wrong_usage(string limit) => Assert.Equal(2, Run("decode", "--limit", limit, s_stage).Code);

    private static string? Text(JsonElement element, string field) => element.GetProperty(field).GetString();

    private static (int Code, List<JsonElement> Lines, string Error) Json(params string[] arguments)
    {
        var (code, output, error) = Run(["decode", "--json", .. arguments]);
        return (code, [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement)], error);
    }

    private static (int Code, string Output, string Error) Run(params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var code = CommandLine.Run(new RootCommand { DecodeCommand.Create(new StringReader("")) }, arguments, output, error);
        return (code, output.ToString(), error.ToString());
    }

    private string Keep(string name, byte[] bytes)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllBytes(path, bytes);
        return path;
    }
}
