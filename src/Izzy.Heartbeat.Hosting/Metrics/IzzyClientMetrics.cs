using System.Diagnostics.Metrics;

namespace Izzy.Heartbeat.Hosting.Metrics;

/// <summary>What an IZZY is measured by. Everything is read from its events and its permit; nothing takes the lock of its switch.</summary>
internal sealed class IzzyClientMetrics : IDisposable
{
    private readonly Meter _meter = HeartbeatMeter.Make();
    private readonly KeyValuePair<string, object?>[] _self;
    private readonly Counts _stops;
    private readonly Counts _resets;
    private readonly Counts _rejects;
    private readonly MetricsThread _thread;
    private long _permits;

    /// <summary>Subscribes to its events, so make it before it is started.</summary>
    public IzzyClientMetrics(IzzyClient izzy)
    {
        _self = [new("izzy.side", "client"), new("izzy.name", izzy.Name)];
        _stops = new Counts("izzy.stop.cause", _self);
        _resets = new Counts("izzy.reset.result", _self);
        _rejects = new Counts("izzy.reject.reason", _self);
        _thread = new MetricsThread(izzy.Subscribe(), Take, static () => { });
        _meter.CreateObservableCounter("izzy.permits", Permits, "{permit}", "Permits given.");
        _meter.CreateObservableCounter("izzy.stops", () => Fresh(_stops), "{stop}", "Stops, by cause.");
        _meter.CreateObservableCounter("izzy.resets", () => Fresh(_resets), "{reset}", "Resets asked for: granted, or why refused.");
        _meter.CreateObservableCounter("izzy.datagrams.rejected", () => Fresh(_rejects), "{datagram}", "Datagrams counted for nothing, by reason.");
        _meter.CreateObservableGauge("izzy.alive", () => new Measurement<int>(izzy.IsAlive ? 1 : 0, _self), "1", "1 while the threads make progress, else 0.");
        _meter.CreateObservableGauge("izzy.permit.valid", () => new Measurement<int>(izzy.Permit.IsValid ? 1 : 0, _self), "1", "1 while the IZZY may move, else 0.");
    }

    public void Start() => _thread.Start();

    public void Dispose()
    {
        _thread.Dispose();
        _meter.Dispose();
    }

    private IEnumerable<Measurement<long>> Fresh(Counts counts)
    {
        _thread.Read();
        return counts.Read();
    }

    private Measurement<long> Permits()
    {
        _thread.Read();
        return new(Interlocked.Read(ref _permits), _self);
    }

    private void Take(HeartbeatEvent happened)
    {
        switch (happened)
        {
            case HeartbeatEvent.Permitted:
                Interlocked.Increment(ref _permits);
                _resets.Add("granted");
                break;
            case HeartbeatEvent.ResetRefused e:
                _resets.Add(Counts.Word(e.Reason));
                break;
            case HeartbeatEvent.Stopped e:
                _stops.Add(Counts.Word(e.Cause));
                break;
            case HeartbeatEvent.Rejected e:
                _rejects.Add(Counts.Word(e.Reason), e.Count);
                break;
        }
    }
}
