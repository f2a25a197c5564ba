using Izzy.Cli.Telemetry;

namespace Izzy.Cli.Tests.Telemetry;

public sealed class CollectorVariablesTests
{
    [Fact]
    public void Without_an_endpoint_nothing_is_sent()
    {
        Assert.Null(Read());
        Assert.Null(Read(("OTEL_EXPORTER_OTLP_ENDPOINT", "")));
        // Without an address to send to, what it would be spoken by is somebody else's.
        Assert.Null(Read(("OTEL_EXPORTER_OTLP_PROTOCOL", "http/json")));
    }

    [Theory]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT", "http://192.0.2.7:4318")]
    [InlineData("OTEL_EXPORTER_OTLP_METRICS_ENDPOINT", "https://collector/v1/metrics")]
    public void With_an_endpoint_metrics_are_sent(string name, string endpoint) => Assert.NotNull(Read((name, endpoint)));

    [Theory]
    [InlineData("OTEL_SDK_DISABLED", "true")]
    [InlineData("OTEL_METRICS_EXPORTER", "none")]
    public void It_can_be_turned_off(string name, string value) => Assert.Null(Read(("OTEL_EXPORTER_OTLP_ENDPOINT", "http://192.0.2.7:4318"), (name, value)));

    [Theory]
    [InlineData("192.0.2.7:4318")]
    [InlineData("collector")]
    [InlineData("ftp://192.0.2.7")]
    public void What_is_no_address_is_refused_with_its_variable(string endpoint)
    {
        var refused = Assert.Throws<CommandException>(() => Read(("OTEL_EXPORTER_OTLP_ENDPOINT", endpoint)));
        Assert.StartsWith("OTEL_EXPORTER_OTLP_ENDPOINT: ", refused.Problem.What, StringComparison.Ordinal);
        Assert.Equal(ExitCodes.Usage, refused.ExitCode);
    }

    [Fact]
    public void A_protocol_that_is_not_spoken_is_refused() =>
        Assert.Throws<CommandException>(() => Read(("OTEL_EXPORTER_OTLP_ENDPOINT", "http://192.0.2.7:4318"), ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/json")));

    [Theory]
    [InlineData("http://192.0.2.7:4318", null, true)]
    [InlineData("http://192.0.2.7:4318", "grpc", true)]
    [InlineData("http://192.0.2.7:4318/", "", true)]
    [InlineData("http://192.0.2.7:4318", "http/protobuf", false)]
    [InlineData("http://192.0.2.7:4317", null, false)]
    [InlineData("https://collector", null, false)]
    public void The_port_of_one_protocol_with_the_other_is_told(string endpoint, string? protocol, bool isDoubtful) =>
        Assert.Equal(isDoubtful, Read(("OTEL_EXPORTER_OTLP_ENDPOINT", endpoint), ("OTEL_EXPORTER_OTLP_PROTOCOL", protocol!))!.Doubt is not null);

    [Fact]
    public void The_protocol_for_metrics_goes_before_the_general_one() => Assert.Null(
        Read(("OTEL_EXPORTER_OTLP_ENDPOINT", "http://192.0.2.7:4318"), ("OTEL_EXPORTER_OTLP_PROTOCOL", "grpc"), ("OTEL_EXPORTER_OTLP_METRICS_PROTOCOL", "http/protobuf"))!.Doubt);

    private static CollectorVariables? Read(params (string Name, string Value)[] variables) =>
        CollectorVariables.Read(name => variables.FirstOrDefault(each => each.Name == name).Value);
}
