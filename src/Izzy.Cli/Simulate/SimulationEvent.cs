using System.Text.Json.Nodes;
using Izzy.Cli.Text;
using Izzy.Heartbeat;
using Izzy.Wording;

namespace Izzy.Cli.Simulate;

/// <summary>What happened to one simulated robot: an event of its own, or a fault that the simulation made.</summary>
internal abstract record SimulationEvent(DateTimeOffset Time, string Izzy)
{
    /// <summary>Its program stopped running.</summary>
    public const string Frozen = "frozen";

    /// <summary>Its program runs again, with whatever waits in its socket.</summary>
    public const string Thawed = "thawed";

    /// <summary>It lost power.</summary>
    public const string PoweredOff = "powered-off";

    /// <summary>It has power again, and a new id.</summary>
    public const string PoweredOn = "powered-on";

    /// <summary>As a line of JSON: the event's, with the robot's name in <c>izzy</c>.</summary>
    public string ToJson()
    {
        var line = Fields();
        // Behind the time and the event's name, where whoever reads it looks first.
        line.Insert(2, "izzy", Izzy);
        return line.ToJsonString();
    }

    /// <summary>As a line for people.</summary>
    public string ToText() =>
        FormattableString.Invariant($"{TimeZoneInfo.ConvertTime(Time, TimeZoneInfo.Local):HH:mm:ss.fff}  {Kind,-16}  {Cells.Quote(Izzy)}: {What}");

    /// <summary>The event's name.</summary>
    protected abstract string Kind { get; }

    /// <summary>What it means.</summary>
    protected abstract string What { get; }

    /// <summary>The fields of its JSON, the time and the event's name first.</summary>
    protected abstract JsonObject Fields();

    /// <summary>An event of the IZZY itself.</summary>
    public sealed record Told(string Izzy, HeartbeatEvent Event, int ToClientPort, int FromClientPort) : SimulationEvent(Event.Time, Izzy)
    {
        protected override string Kind => Event.Kind;

        protected override string What => EventText.Line(Event, ToClientPort, FromClientPort);

        protected override JsonObject Fields() => JsonNode.Parse(Event.ToJson())!.AsObject();
    }

    /// <summary>A fault begins or ends.</summary>
    /// <param name="Time">When.</param>
    /// <param name="Izzy">Whose.</param>
    /// <param name="Event">One of the names above.</param>
    /// <param name="For">How long it will last, where it begins.</param>
    /// <param name="Id">The new id, where one was made.</param>
    public sealed record Faulted(DateTimeOffset Time, string Izzy, string Event, TimeSpan? For = null, Guid? Id = null) : SimulationEvent(Time, Izzy)
    {
        protected override string Kind => Event;

        protected override string What => (For, Id) switch
        {
            ({ } span, _) => $"for {Durations.Format(span)}",
            (_, { } id) => $"with the new id {id}",
            _ => "goes on",
        };

        protected override JsonObject Fields()
        {
            var fields = new JsonObject { ["time"] = EventTimeConverter.Format(Time), ["event"] = Event };
            if (For is { } span)
                fields["forMs"] = span.TotalMilliseconds;
            if (Id is { } id)
                fields["id"] = id;
            return fields;
        }
    }
}
