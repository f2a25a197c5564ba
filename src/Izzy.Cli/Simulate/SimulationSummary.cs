using Izzy.Cli.Output;
using Izzy.Heartbeat;
using Izzy.Heartbeat.Safety;
using Izzy.Wording;

namespace Izzy.Cli.Simulate;

/// <summary>What happened in a simulation, counted.</summary>
internal sealed class SimulationSummary
{
    private readonly HashSet<string> _connected = [];
    private readonly SortedDictionary<StopCause, int> _stops = [];
    private int _permits;
    private int _freezes;
    private int _restarts;

    public void Add(SimulationEvent happening)
    {
        switch (happening)
        {
            case SimulationEvent.Told { Event: HeartbeatEvent.Connected }:
                _connected.Add(happening.Izzy);
                break;
            case SimulationEvent.Told { Event: HeartbeatEvent.Permitted }:
                _permits++;
                break;
            case SimulationEvent.Told { Event: HeartbeatEvent.Stopped stopped }:
                _stops[stopped.Cause] = _stops.GetValueOrDefault(stopped.Cause) + 1;
                break;
            case SimulationEvent.Faulted { Event: SimulationEvent.Frozen }:
                _freezes++;
                break;
            case SimulationEvent.Faulted { Event: SimulationEvent.PoweredOff }:
                _restarts++;
                break;
        }
    }

    public string ToText(int seed, long ignored)
    {
        var stops = _stops.Count == 0 ? "" : $" ({string.Join(", ", _stops.Select(stop => $"{Words.Of(stop.Key)} {stop.Value}"))})";
        var flood = ignored == 0 ? "" : $"; {ignored} datagrams of more than {Gateway.MostSenders} senders left out";
        return $"{_connected.Count} IZZYs heard a Mother; permits {_permits}, stops {_stops.Values.Sum()}{stops}, freezes {_freezes}, losses of power {_restarts}{flood}. Seed {seed}.";
    }

    public string ToJson(DateTimeOffset now, int seed, long ignored) => JsonLine.Event(now, "summary", json =>
    {
        json.WriteNumber("seed", seed);
        json.WriteNumber("connected", _connected.Count);
        json.WriteNumber("permits", _permits);
        json.WriteStartObject("stops");
        foreach (var (cause, count) in _stops)
            json.WriteNumber(Words.Of(cause), count);
        json.WriteEndObject();
        json.WriteNumber("freezes", _freezes);
        json.WriteNumber("powerLosses", _restarts);
        json.WriteNumber("ignored", ignored);
    });
}
