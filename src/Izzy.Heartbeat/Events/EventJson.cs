using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Izzy.Heartbeat;

/// <summary>How events are written: camel case, nulls left out, times as ISO 8601 UTC with milliseconds.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    GenerationMode = JsonSourceGenerationMode.Serialization)]
[JsonSerializable(typeof(HeartbeatEvent.EventsLost))]
[JsonSerializable(typeof(HeartbeatEvent.Rejected))]
[JsonSerializable(typeof(HeartbeatEvent.ResetRefused))]
[JsonSerializable(typeof(HeartbeatEvent.Stopped))]
[JsonSerializable(typeof(HeartbeatEvent.MotherConflict))]
[JsonSerializable(typeof(HeartbeatEvent.ThreadDied))]
[JsonSerializable(typeof(HeartbeatEvent.ClockStepped))]
[JsonSerializable(typeof(HeartbeatEvent.StateNotSaved))]
[JsonSerializable(typeof(HeartbeatEvent.Waiting))]
[JsonSerializable(typeof(HeartbeatEvent.Connected))]
[JsonSerializable(typeof(HeartbeatEvent.Permitted))]
[JsonSerializable(typeof(HeartbeatEvent.LimitTooShort))]
[JsonSerializable(typeof(HeartbeatEvent.StopActionFailed))]
[JsonSerializable(typeof(HeartbeatEvent.StatusReported))]
[JsonSerializable(typeof(HeartbeatEvent.Beating))]
[JsonSerializable(typeof(HeartbeatEvent.Reset))]
[JsonSerializable(typeof(HeartbeatEvent.Leaving))]
[JsonSerializable(typeof(HeartbeatEvent.IzzyFound))]
[JsonSerializable(typeof(HeartbeatEvent.IzzyLate))]
[JsonSerializable(typeof(HeartbeatEvent.IzzyLost))]
[JsonSerializable(typeof(HeartbeatEvent.IzziesLate))]
[JsonSerializable(typeof(HeartbeatEvent.IzziesLost))]
[JsonSerializable(typeof(HeartbeatEvent.IzzyReturned))]
[JsonSerializable(typeof(HeartbeatEvent.IzzyStatusChanged))]
[JsonSerializable(typeof(HeartbeatEvent.DuplicateIzzy))]
[JsonSerializable(typeof(HeartbeatEvent.StopConfirmed))]
[JsonSerializable(typeof(HeartbeatEvent.StopUnconfirmed))]
[JsonSerializable(typeof(HeartbeatEvent.NoInterface))]
[JsonSerializable(typeof(HeartbeatEvent.Interfaces))]
[JsonSerializable(typeof(HeartbeatEvent.Paused))]
[JsonSerializable(typeof(HeartbeatEvent.RegistryFull))]
[JsonSerializable(typeof(HeartbeatEvent.ReceiveBufferSmall))]
internal sealed partial class EventJson : JsonSerializerContext;

/// <summary>Writes <c>2026-11-22T19:30:00.123Z</c>.</summary>
internal sealed class EventTimeConverter : JsonConverter<DateTimeOffset>
{
    private const string Pattern = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";

    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        DateTimeOffset.ParseExact(reader.GetString() ?? "", Pattern, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
        writer.WriteStringValue(Format(value));

    /// <summary>As an event has it.</summary>
    public static string Format(DateTimeOffset value) => value.UtcDateTime.ToString(Pattern, CultureInfo.InvariantCulture);
}
