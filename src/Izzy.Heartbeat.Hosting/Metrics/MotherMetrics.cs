using System.Diagnostics.Metrics;
using Izzy.Heartbeat.Safety;

namespace Izzy.Heartbeat.Hosting.Metrics;

/// <summary>What Mother is measured by. Everything is read from her events and from what she shows; her beat is not asked.</summary>
internal sealed class MotherMetrics : IDisposable
{
    private static readonly KeyValuePair<string, object?> s_side = new("izzy.side", "mother");
    private static readonly Presence[] s_presences = Enum.GetValues<Presence>();

    // A beat is 0.2 ms late on a quiet machine, and beyond the shortest limit it no longer matters how late.
    private static readonly InstrumentAdvice<double> s_lateness = new() { HistogramBucketBoundaries = [0.0001, 0.0002, 0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5] };
    private static readonly InstrumentAdvice<double> s_answer = new() { HistogramBucketBoundaries = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5] };

    private readonly Mother _mother;
    private readonly Meter _meter = HeartbeatMeter.Make();
    private readonly Counts _stops = new("izzy.stop.cause", s_side);
    private readonly Counts _resets = new("izzy.reset.result", s_side);
    private readonly Counts _rejects = new("izzy.reject.reason", s_side);
    private readonly Histogram<double> _lateness;
    private readonly Histogram<double> _confirmation;
    private readonly Histogram<double> _roundTrip;
    private readonly MetricsThread _thread;
    private long _latenessRead;

    /// <summary>Subscribes to her events, so make it before she is started.</summary>
    public MotherMetrics(Mother mother)
    {
        _mother = mother;
        _thread = new MetricsThread(mother.Subscribe(), Take, Look);
        _lateness = _meter.CreateHistogram("izzy.beat.lateness", "s", "How late each beat left, against its schedule.", advice: s_lateness);
        _confirmation = _meter.CreateHistogram("izzy.stop.confirmation", "s", "From a stop to the answer of each IZZY that it stopped.", advice: s_answer);
        _roundTrip = _meter.CreateHistogram("izzy.round_trip", "s", "From a beat to its answer, of each IZZY that is here, looked at once a second.", advice: s_answer);
        _meter.CreateObservableCounter("izzy.beats.sent", () => new Measurement<long>(mother.Beats, s_side), "{beat}", "Beats that went out.");
        _meter.CreateObservableCounter("izzy.beats.missed", () => new Measurement<long>(mother.MissedBeats, s_side), "{beat}", "Beats left out because the process did not run.");
        _meter.CreateObservableCounter("izzy.stops", () => Fresh(_stops), "{stop}", "Stops, by cause.");
        _meter.CreateObservableCounter("izzy.resets", () => Fresh(_resets), "{reset}", "Resets asked for: granted, or why refused.");
        _meter.CreateObservableCounter("izzy.datagrams.rejected", () => Fresh(_rejects), "{datagram}", "Datagrams counted for nothing, by reason.");
        _meter.CreateObservableGauge("izzy.alive", () => new Measurement<int>(mother.IsAlive ? 1 : 0, s_side), "1", "1 while the threads make progress, else 0.");
        _meter.CreateObservableGauge("izzy.stopped", () => new Measurement<int>(mother.IsStopped ? 1 : 0, s_side), "1", "1 while stopped, else 0.");
        _meter.CreateObservableGauge("izzy.fleet.size", FleetSize, "{izzy}", "IZZYs known or expected, by presence.");
        _meter.CreateObservableGauge("izzy.fleet.unconfirmed", Unconfirmed, "{izzy}", "IZZYs that have not confirmed the stop in force.");
        _meter.CreateObservableGauge("izzy.answer.age", AnswerAges, "s", "How long ago each IZZY was last heard.");
    }

    public void Start() => _thread.Start();

    public void Dispose()
    {
        _thread.Dispose();
        _meter.Dispose();
    }

    // One whose listener hangs might hold the answer back for ever, and with it whoever collects.
    private IReadOnlyList<IzzyInfo> Izzies => _mother.IsAlive ? _mother.Izzies : [];

    private IEnumerable<Measurement<long>> Fresh(Counts counts)
    {
        _thread.Read();
        return counts.Read();
    }

    private void Take(HeartbeatEvent happened)
    {
        switch (happened)
        {
            case HeartbeatEvent.Stopped e:
                _stops.Add(Counts.Word(e.Cause));
                break;
            case HeartbeatEvent.Reset:
                _resets.Add("granted");
                break;
            case HeartbeatEvent.ResetRefused e:
                _resets.Add(Counts.Word(e.Reason));
                break;
            case HeartbeatEvent.Rejected e:
                _rejects.Add(Counts.Word(e.Reason), e.Count);
                break;
            case HeartbeatEvent.StopConfirmed e:
                _confirmation.Record(e.AfterMs / 1000, s_side);
                break;
        }
    }

    /// <summary>Measures what no event tells. What nobody collects yet is left for whoever comes.</summary>
    internal void Look()
    {
        if (_lateness.Enabled)
        {
            foreach (var lateness in _mother.LatenessSince(ref _latenessRead))
                _lateness.Record(lateness.TotalSeconds, s_side);
        }

        if (!_roundTrip.Enabled)
            return;
        foreach (var izzy in Izzies)
        {
            if (izzy.RoundTrip is { } time)
                _roundTrip.Record(time.TotalSeconds, s_side);
        }
    }

    private IEnumerable<Measurement<int>> FleetSize()
    {
        var izzies = Izzies;
        return s_presences.Select(presence => new Measurement<int>(izzies.Count(izzy => izzy.Presence == presence), s_side, new("izzy.presence", Counts.Word(presence))));
    }

    private Measurement<int> Unconfirmed() => new(_mother.IsStopped ? Izzies.Count(izzy => izzy.StopConfirmedAfter is null) : 0, s_side);

    private IEnumerable<Measurement<double>> AnswerAges() => Izzies
        .Where(izzy => izzy.Age is not null)
        .Select(izzy => new Measurement<double>(izzy.Age!.Value.TotalSeconds, s_side, new("izzy.name", izzy.Name), new("izzy.id", izzy.Id.ToString())));
}
