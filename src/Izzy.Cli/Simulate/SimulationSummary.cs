using System.Text.Json.Nodes;
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

    public void Add(Happening happening)
    {
        switch (happening)
        {
            case Happening.Told { Event: HeartbeatEvent.Connected }:
                _connected.Add(happening.Izzy);
                break;
            case Happening.Told { Event: HeartbeatEvent.Permitted }:
                _permits++;
                break;
            case Happening.Told { Event: HeartbeatEvent.Stopped stopped }:
                _stops[stopped.Cause] = _stops.GetValueOrDefault(stopped.Cause) + 1;
                break;
            case Happening.Faulted { Event: Happening.Frozen }:
                _freezes++;
                break;
            case Happening.Faulted { Event: Happening.PoweredOff }:
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

    public string ToJson(DateTimeOffset now, int seed, long ignored) => new JsonObject
    {
        ["time"] = EventTimeConverter.Format(now),
        ["event"] = "summary",
        ["seed"] = seed,
        ["connected"] = _connected.Count,
        ["permits"] = _permits,
        ["stops"] = new JsonObject(_stops.Select(stop => KeyValuePair.Create(Words.Of(stop.Key), (JsonNode?)stop.Value))),
        ["freezes"] = _freezes,
        ["powerLosses"] = _restarts,
        ["ignored"] = ignored,
    }.ToJsonString();
}
