using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Net;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Izzy.Cli.Tests.Documents;
using Izzy.Heartbeat;
using Izzy.Heartbeat.Hosting;
using Izzy.Heartbeat.Hosting.Metrics;
using Izzy.Heartbeat.Protocol;
using Izzy.Heartbeat.Tests;
using Izzy.Heartbeat.Threads;
using Izzy.Heartbeat.Transport;

namespace Izzy.Hosting.Tests.Metrics;

/// <summary>The instruments, and the table of them in <c>docs/hosting.md</c>. Nothing is started: no thread runs and no time passes.</summary>
public sealed partial class InstrumentsTests : IDisposable
{
    private readonly FakeClock _clock = new();
    private readonly Mother _mother;
    private readonly IzzyClient _izzy;
    private readonly MotherMetrics _motherMetrics;
    private readonly IzzyClientMetrics _izzyMetrics;
    private readonly MeterListener _listener = new();
    private readonly ConcurrentDictionary<string, Instrument> _instruments = [];
    private readonly ConcurrentBag<(string Name, double Value, string Tags)> _measured = [];

    public InstrumentsTests()
    {
        var network = new InMemoryNetwork(seed: 1);
        _mother = new Mother(new MotherOptions
        {
            StateDirectory = null,
            Expected = ["sofa"],
            Transport = network.Attach(IPAddress.Parse("10.0.0.1"), Ports.UdpFromClient, Ports.UdpToClient),
        }, _clock);
        _izzy = new IzzyClient(new IzzyClientOptions
        {
            Name = "sofa",
            StateDirectory = null,
            Transport = network.Attach(IPAddress.Parse("10.0.0.2"), Ports.UdpToClient, Ports.UdpToClient),
        });
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name != HeartbeatMeter.Name)
                return;
            _instruments.TryAdd(instrument.Name, instrument);
            listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Note(instrument, value, tags));
        _listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Note(instrument, value, tags));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Note(instrument, value, tags));
        _listener.Start();
        _motherMetrics = new MotherMetrics(_mother);
        _izzyMetrics = new IzzyClientMetrics(_izzy);
    }

    public void Dispose()
    {
        _listener.Dispose();
        _motherMetrics.Dispose();
        _izzyMetrics.Dispose();
        _mother.Dispose();
        _izzy.Dispose();
    }

    [Fact]
    public void Every_instrument_is_documented_with_its_kind_and_unit_and_no_other()
    {
        var documented = Row().Matches(Repository.Read("docs/hosting.md")).Select(row => (row.Groups[1].Value, row.Groups[2].Value, row.Groups[3].Value)).Order();
        Assert.Equal(_instruments.Values.Select(each => (each.Name, Kind(each), each.Unit!)).Order(), documented);
    }

    [Fact]
    public void Names_and_units_are_as_OpenTelemetry_wants_them() => Assert.All(_instruments.Values, each =>
    {
        Assert.Matches("^izzy(\\.[a-z_]+)+$", each.Name);
        Assert.Matches("^(s|1|\\{[a-z]+\\})$", each.Unit);
        Assert.False(string.IsNullOrEmpty(each.Description));
    });

    [Fact]
    public void A_stop_is_counted_by_its_cause_and_a_reset_by_its_result()
    {
        _mother.Stop();
        _mother.Reset();
        _clock.Advance(TimeSpan.FromMinutes(1));
        _mother.Reset();
        _izzy.Reset();
        _listener.RecordObservableInstruments();

        Assert.Contains(("izzy.stops", 1, "izzy.side=mother izzy.stop.cause=local-stop"), _measured);
        Assert.Contains(("izzy.resets", 1, "izzy.reset.result=not-confirmed izzy.side=mother"), _measured);
        Assert.Contains(("izzy.resets", 1, "izzy.reset.result=granted izzy.side=mother"), _measured);
        Assert.Contains(("izzy.resets", 1, "izzy.name=sofa izzy.reset.result=no-fresh-beats izzy.side=client"), _measured);
    }

    [Fact]
    public void What_was_counted_before_anybody_collected_is_not_lost_and_not_counted_twice()
    {
        _mother.Stop();
        _listener.RecordObservableInstruments();
        _measured.Clear();
        _listener.RecordObservableInstruments();
        Assert.Contains(("izzy.stops", 1, "izzy.side=mother izzy.stop.cause=local-stop"), _measured);
    }

    [Fact]
    public void How_late_a_beat_was_before_anybody_collected_is_not_lost_and_not_told_twice()
    {
        SenderOf(_mother).Step();
        var lateness = _instruments["izzy.beat.lateness"];
        _listener.DisableMeasurementEvents(lateness);
        _motherMetrics.Look();
        _listener.EnableMeasurementEvents(lateness);
        _motherMetrics.Look();
        _motherMetrics.Look();
        Assert.Single(_measured, each => each.Name == "izzy.beat.lateness");
    }

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_sender")]
    private static extern ref HeartbeatSender SenderOf(Mother mother);

    [Fact]
    public void One_that_makes_no_progress_is_not_alive_and_is_not_asked_for_its_fleet()
    {
        _listener.RecordObservableInstruments();
        Assert.Contains(("izzy.alive", 0, "izzy.side=mother"), _measured);
        Assert.Contains(("izzy.fleet.size", 0, "izzy.presence=missing izzy.side=mother"), _measured);
        Assert.Contains(("izzy.permit.valid", 0, "izzy.name=sofa izzy.side=client"), _measured);
    }

    private static string Kind(Instrument instrument) => instrument.GetType().Name switch
    {
        var name when name.Contains("Histogram", StringComparison.Ordinal) => "histogram",
        var name when name.Contains("Counter", StringComparison.Ordinal) => "counter",
        _ => "gauge",
    };

    private void Note(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
        _measured.Add((instrument.Name, value, string.Join(' ', tags.ToArray().Select(tag => $"{tag.Key}={tag.Value}").Order(StringComparer.Ordinal))));

    [GeneratedRegex(@"^\| `(izzy\.[a-z_.]+)` \| (\w+) \| `([^`]+)` \|", RegexOptions.Multiline)]
    private static partial Regex Row();
}
