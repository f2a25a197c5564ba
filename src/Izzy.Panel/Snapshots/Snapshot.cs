using System.Text.Json.Serialization;
using Izzy.Heartbeat;
using Izzy.Heartbeat.Protocol;
using Izzy.Heartbeat.Safety;

namespace Izzy.Panel.Snapshots;

/// <summary>All that the page shows, at one moment. <c>docs/panel.md</c> lists the fields; times are milliseconds.</summary>
internal sealed record Snapshot(
    Guid Boot,
    long Seq,
    double MotherMs,
    [property: JsonConverter(typeof(EventTimeConverter))] DateTimeOffset Time,
    string Title,
    MotherPart Mother,
    OverallPart Overall,
    IReadOnlyList<IzzyPart> Izzies,
    IReadOnlyList<AlarmPart> Alarms,
    long LastEvent);

internal sealed record MotherPart(
    Guid Id,
    double IntervalMs,
    bool IsStopped,
    long Stop,
    string? Cause,
    double? StoppedForMs,
    ResetPart Reset,
    double LatenessMs,
    long Beats,
    int ToClientPort,
    int FromClientPort,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] bool? HasKey);

/// <summary>Whether a reset would be granted, and why not.</summary>
internal sealed record ResetPart(bool IsAllowed, string? Reason, string Text, double? WaitMs, int? Unconfirmed);

internal sealed record OverallPart(string Lamp, string Word, string Reason);

internal sealed record IzzyPart(
    string Id,
    string Name,
    string Address,
    bool IsExpected,
    Presence Presence,
    string Lamp,
    string Word,
    string Check,
    bool IsLive,
    bool MayMove,
    double? AgeMs,
    IzzyStatus? Status,
    int X,
    int Y,
    int Z,
    int Heading,
    int Speed,
    double? RoundTripMs,
    double? ConfirmedAfterMs,
    string? LastTrouble,
    IReadOnlyDictionary<string, float?>? Following,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] bool? Verified);

internal sealed record AlarmPart(string Key, string Text, [property: JsonConverter(typeof(EventTimeConverter))] DateTimeOffset Since, string State);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Snapshot))]
internal sealed partial class SnapshotJson : JsonSerializerContext;
