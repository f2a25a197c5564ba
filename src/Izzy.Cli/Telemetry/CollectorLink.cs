using Izzy.Cli.Text;
using Izzy.Heartbeat;
using Izzy.Heartbeat.Hosting;
using Izzy.Heartbeat.Hosting.Metrics;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;

namespace Izzy.Cli.Telemetry;

/// <summary>
/// Sends metrics to a collector, by OTLP, as the standard variables say. It is built and used on threads of its own: a collector that is
/// slow, wrong or not there costs what it would have been told, and nothing else.
/// </summary>
internal sealed class CollectorLink : IDisposable
{
    // What is left is sent at the end, if the collector takes it soon; whoever leaves must get away.
    private static readonly TimeSpan s_lastWords = TimeSpan.FromSeconds(1);

    private readonly string _instance;
    private readonly IDisposable _metrics;
    private readonly string _endpoint;
    private readonly Action<Problem> _failed;
    private readonly Thread _thread;
    private MeterProvider? _provider;

    private CollectorLink(string instance, IDisposable metrics, Action startMetrics, string endpoint, Action<Problem> failed)
    {
        _instance = instance;
        _metrics = metrics;
        _endpoint = endpoint;
        _failed = failed;
        _thread = new Thread(Build) { Name = "izzy-collector", IsBackground = true };
        startMetrics();
        _thread.Start();
    }

    public static CollectorLink Of(Mother mother, string endpoint, Action<Problem> failed)
    {
        var metrics = new MotherMetrics(mother);
        return new(mother.Id.ToString(), metrics, metrics.Start, endpoint, failed);
    }

    public static CollectorLink Of(IzzyClient izzy, string endpoint, Action<Problem> failed)
    {
        var metrics = new IzzyClientMetrics(izzy);
        return new(izzy.Id.ToString(), metrics, metrics.Start, endpoint, failed);
    }

    public void Dispose()
    {
        var farewell = new Thread(SayFarewell) { Name = "izzy-collector-end", IsBackground = true };
        farewell.Start();
        farewell.Join(2 * s_lastWords);
    }

    private void Build()
    {
        try
        {
            var resource = ResourceBuilder.CreateEmpty()
                .AddService("izzy", serviceVersion: typeof(Mother).Assembly.GetName().Version?.ToString(3), serviceInstanceId: _instance)
                .AddTelemetrySdk()
                // Last, so that OTEL_SERVICE_NAME and OTEL_RESOURCE_ATTRIBUTES go before.
                .AddEnvironmentVariableDetector();
            _provider = Sdk.CreateMeterProviderBuilder().SetResourceBuilder(resource).AddMeter(HeartbeatMeter.Name).AddOtlpExporter().Build();
        }
        catch (Exception exception)
        {
            // Whatever a collector's variables make it throw, it must not end the process and with it the beat.
            _failed(new Problem($"Metrics cannot be sent to {_endpoint}: {exception.Message}", "Correct the OTEL_ variables or unset them; the heartbeat itself goes on."));
        }
    }

    private void SayFarewell()
    {
        try
        {
            _thread.Join();
            _provider?.Shutdown((int)s_lastWords.TotalMilliseconds);
            _metrics.Dispose();
        }
        catch (Exception)
        {
            // Nobody is left to be told.
        }
    }
}
