using System.CommandLine;
using System.Text.Json;
using Izzy.Cli.Decode;
using Izzy.Cli.Settings;

namespace Izzy.Cli.Tests.Decode;

public class DecodeCommandTests
{
    private const string Hello = "10697a7a796d6573736167652e00112233445566778899aabbccddeeff0000000000000000000000000000000001";

    private static readonly Dictionary<string, JsonElement> s_vectors = JsonDocument
        .Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Decode", "vectors.json"))).RootElement
        .EnumerateArray().ToDictionary(vector => vector.GetProperty("name").GetString()!);

    public static TheoryData<string> Vectors => [.. s_vectors.Keys];

    [Theory]
    [MemberData(nameof(Vectors))]
    public void Every_vector_is_decoded_as_expected(string name)
    {
        var expected = s_vectors[name].GetProperty("expect");

        var (code, output, error) = Run(["decode", "--json", s_vectors[name].GetProperty("packet").GetString()!]);

        Assert.Equal("", error);
        using var decoded = JsonDocument.Parse(output);
        if (expected.GetProperty("valid").GetBoolean())
        {
            Assert.Equal(0, code);
            Assert.Equal(Tokens(expected), Tokens(decoded.RootElement, without: "payloadHex"));
        }
        else
        {
            Assert.Equal(1, code);
            Assert.Equal(["valid", "error", "message"], decoded.RootElement.EnumerateObject().Select(property => property.Name));
            Assert.False(decoded.RootElement.GetProperty("valid").GetBoolean());
        }
    }

    [Theory]
    [MemberData(nameof(Vectors))]
    public void Every_vector_is_explained_to_people(string name)
    {
        var valid = s_vectors[name].GetProperty("expect").GetProperty("valid").GetBoolean();

        var (code, output, _) = Run(["decode", s_vectors[name].GetProperty("packet").GetString()!]);

        Assert.Equal(valid ? 0 : 1, code);
        Assert.Contains(valid ? "well-formed" : "No packet (", output, StringComparison.Ordinal);
        Assert.DoesNotContain(output, c => char.IsControl(c) && c != '\n' && c != '\r');
    }

    [Fact]
    public void A_payload_that_is_no_report_is_shown_in_hexadecimal()
    {
        var (code, output, _) = Run(["decode", "--json", WithPayload("68690a")]);

        Assert.Equal(0, code);
        Assert.EndsWith(",\"payload\":null,\"payloadHex\":\"68690a\"}", output.TrimEnd(), StringComparison.Ordinal);
        Assert.Contains("68 69 0a", Run(["decode", WithPayload("68690a")]).Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Floats_are_as_short_as_they_can_be_and_null_where_they_are_not_finite()
    {
        var floats = "2c3333b33f" + "2c0000807f" + "2c0000c07f" + string.Concat(Enumerable.Repeat("2c0040f943", 8));
        var (_, output, _) = Run(["decode", "--json", WithPayload("782c03000000" + string.Concat(Enumerable.Repeat("2c00000000", 5)) + floats)]);

        Assert.Contains("\"pidKp\":1.4,\"pidKi\":null,\"pidKd\":null,\"error\":498.5,", output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_from_the_network_cannot_reach_the_terminal()
    {
        var packet = WithPayload("1b5b324a" + "2c01000000" + string.Concat(Enumerable.Repeat("2c00000000", 5)));

        Assert.Contains(@"\u001b[2J", Run(["decode", packet]).Output, StringComparison.Ordinal);
        Assert.Contains(@"\u001b[2J", Run(["decode", "--json", packet]).Output, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("zz", "'z' at position 1")]
    [InlineData("1", "1 hexadecimal digit")]
    [InlineData("10:6", "position 4")]
    [InlineData("0x", "0 hexadecimal digits")]
    [InlineData("10\u001b", "\\\\u001b")]
    [InlineData("１０", "'１'")]
    public void What_is_no_hexadecimal_is_a_bad_packet(string hex, string expected)
    {
        var (code, output, _) = Run(["decode", "--json", hex]);

        Assert.Equal(1, code);
        Assert.StartsWith("{\"valid\":false,\"error\":\"bad-hex\",\"message\":\"", output, StringComparison.Ordinal);
        using var decoded = JsonDocument.Parse(output);
        Assert.Contains(expected.Replace(@"\\", @"\", StringComparison.Ordinal), decoded.RootElement.GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("10 69 7a")]
    [InlineData("0x10, 0X69, 0x7A")]
    [InlineData("10:69:7A")]
    [InlineData("10-69-7a")]
    [InlineData("\uFEFF10697a")]
    [InlineData("  1069 7a\t")]
    public void Bytes_may_be_written_as_other_programs_write_them(string hex)
    {
        Assert.True(Hex.TryParse(hex, out var bytes, out var message), message);
        Assert.Equal([0x10, 0x69, 0x7A], bytes);
    }

    [Fact]
    public void Packets_come_from_standard_input_a_line_each_and_blank_lines_are_none()
    {
        var (code, output, _) = Run(["decode", "--json"], $"{Hello}\r\n\n   \nzz\n{Hello}");

        var lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        Assert.Equal(1, code);
        Assert.Equal([true, false, true], lines.Select(line => JsonDocument.Parse(line).RootElement.GetProperty("valid").GetBoolean()));
    }

    [Fact]
    public void A_line_without_end_is_one_bad_packet_and_the_next_is_read()
    {
        var (code, output, _) = Run(["decode", "--json"], new string('a', 500_000) + "\n" + Hello);

        Assert.Equal(1, code);
        Assert.Equal(2, output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Contains("\"HELLO\"", output, StringComparison.Ordinal);
    }

    [Fact]
    public void An_empty_argument_is_an_empty_datagram() =>
        Assert.Equal((1, "{\"valid\":false,\"error\":\"empty\",\"message\":\"The datagram is empty.\"}"), (Run(["decode", "--json", ""]).Code, Run(["decode", "--json", ""]).Output.Trim()));

    [Fact]
    public void A_slip_in_an_option_is_not_explained_as_a_packet()
    {
        var (code, output, error) = Run(["decode", "--jsn", Hello]);

        Assert.Equal((2, ""), (code, output));
        Assert.Contains("Did you mean --json?", error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_packet_without_quotation_marks_is_noticed() =>
        Assert.Contains("quotation marks", Run(["decode", "10", "69", "7a"]).Error, StringComparison.Ordinal);

    private static string WithPayload(string payload) =>
        $"{Hello[..24]}{46 + (payload.Length / 2):x2}{Hello[26..90]}02{payload}";

    private static (int Code, string Output, string Error) Run(string[] arguments, string input = "")
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var code = CommandLine.Run(new RootCommand { DecodeCommand.Create(new StringReader(input)) }, arguments, output, error);
        return (code, output.ToString(), error.ToString());
    }

    /// <summary>Names in their order and values, numbers by what they mean: the reference writes 1.0 where the shortest is 1.</summary>
    private static IEnumerable<string> Tokens(JsonElement element, string? without = null) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().Where(property => property.Name != without).SelectMany(property => Tokens(property.Value).Prepend(property.Name)),
        JsonValueKind.Number => [element.GetDouble().ToString(System.Globalization.CultureInfo.InvariantCulture)],
        _ => [element.ToString()],
    };
}
