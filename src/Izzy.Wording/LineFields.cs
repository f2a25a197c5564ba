using Izzy.Heartbeat.Protocol;

namespace Izzy.Wording;

/// <summary>The eleven line-following values by the names that they have in JSON, in the order of the wire.</summary>
internal static class LineFields
{
    /// <summary>How many there are.</summary>
    public const int Count = 11;

    /// <summary>Their names.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Of(default).Select(field => field.Name)];

    /// <summary>Each name with its value.</summary>
    public static IReadOnlyList<(string Name, float Value)> Of(in LineFollowing line) =>
    [
        ("pidKp", line.PidKp),
        ("pidKi", line.PidKi),
        ("pidKd", line.PidKd),
        ("error", line.Error),
        ("errorAngle", line.ErrorAngle),
        ("sensor1Min", line.Sensor1Min),
        ("sensor1Max", line.Sensor1Max),
        ("sensor1Reading", line.Sensor1Reading),
        ("sensor2Min", line.Sensor2Min),
        ("sensor2Max", line.Sensor2Max),
        ("sensor2Reading", line.Sensor2Reading),
    ];

    /// <summary>The values from the order of <see cref="Names"/>.</summary>
    public static LineFollowing From(ReadOnlySpan<float> values) => new(
        values[0], values[1], values[2], values[3], values[4], values[5], values[6], values[7], values[8], values[9], values[10]);
}
