using System.Text.Json;

namespace Izzy.Network.Tests.Captures;

/// <summary>The dissector for Wireshark, on the capture that is kept: see <c>Stage</c> in the tests of captures for what is in it.</summary>
public sealed class DissectorTests : IDisposable
{
    private readonly Tshark _tshark = new();
    private readonly List<JsonElement> _frames;

    public DissectorTests() => _frames = _tshark.Read(Path.Combine(Tshark.Root, "tests", "Izzy.Capture.Tests", "Captures", "stage.pcap"), "-o", "ip.defragment:FALSE");

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
        var report = here.GetProperty("izzy.report_tree");
        Assert.Equal(
            ["sofa", "2", "1200", "-340", "0", "90", "250"],
            new[] { "name", "status", "x", "y", "z", "heading", "speed" }.Select(name => Text(report, "izzy." + name)));
        Assert.False(report.TryGetProperty("izzy.following.pidKp", out _));
    }

    [Fact]
    public void A_report_while_following_a_line_has_its_eleven_values_and_a_name_with_a_comma()
    {
        var report = Izzy(2).GetProperty("izzy.report_tree");

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

    private static string? Text(JsonElement layer, string field) => layer.GetProperty(field).GetString();

    private JsonElement Izzy(int frame) => _frames[frame].GetProperty("izzy");
}
