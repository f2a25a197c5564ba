namespace Izzy.Panel.Alarms;

/// <summary>What became of an alarm.</summary>
internal enum AlarmState
{
    /// <summary>Its condition holds, and nobody has acknowledged it.</summary>
    Unacknowledged,

    /// <summary>Its condition holds, and somebody has seen it.</summary>
    Acknowledged,

    /// <summary>Its condition holds no more, and nobody has acknowledged it.</summary>
    Cleared,
}

/// <summary>An alarm as it is shown.</summary>
/// <param name="Key">What it is about: <c>lost:UUID</c>.</param>
/// <param name="Text">What is wrong and what to check; of a cleared one, as it was last.</param>
/// <param name="Since">When it began.</param>
/// <param name="State">What became of it.</param>
internal sealed record Alarm(string Key, string Text, DateTimeOffset Since, AlarmState State);

/// <summary>Something that is wrong now.</summary>
/// <param name="Key">As in <see cref="Alarm"/>.</param>
/// <param name="Text">As in <see cref="Alarm"/>.</param>
internal readonly record struct Condition(string Key, string Text);
