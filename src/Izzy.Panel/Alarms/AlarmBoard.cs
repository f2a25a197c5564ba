namespace Izzy.Panel.Alarms;

/// <summary>
/// The alarms. Pure but for a lock: time and conditions come in. One that came and went is kept until a person has seen it.
/// <code>
/// state           input                  becomes
/// --------------  ---------------------  --------------
/// (none)          its condition holds    Unacknowledged
/// Unacknowledged  its condition holds    the same, with the newest text
/// Unacknowledged  a person acknowledges  Acknowledged
/// Unacknowledged  its condition ceases   Cleared
/// Acknowledged    its condition holds    the same, with the newest text
/// Acknowledged    its condition ceases   (none)
/// Cleared         its condition holds    Unacknowledged, since now
/// Cleared         a person acknowledges  (none)
/// </code>
/// What a person acknowledges is what that person saw: one that began anew meanwhile is another one, which nobody has seen.
/// </summary>
internal sealed class AlarmBoard
{
    /// <summary>More than anybody reads; of those that are cleared, the oldest go first.</summary>
    public const int MostCleared = 200;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Alarm> _alarms = [];

    /// <summary>Takes what is wrong now.</summary>
    /// <returns>Every alarm, the oldest first.</returns>
    public IReadOnlyList<Alarm> Look(IEnumerable<Condition> conditions, DateTimeOffset now)
    {
        lock (_gate)
        {
            var holding = new HashSet<string>();
            foreach (var (key, text) in conditions)
            {
                if (holding.Add(key))
                    Hold(key, text, now);
            }

            foreach (var alarm in _alarms.Values.Where(alarm => !holding.Contains(alarm.Key)).ToList())
                Cease(alarm);
            ForgetOldest();
            return InOrder();
        }
    }

    /// <summary>A person has seen an alarm.</summary>
    /// <param name="key">Which.</param>
    /// <param name="since">When the one that was seen began; compared by the millisecond, as the page is told it.</param>
    /// <returns>False if there is none of this key, or only one that began at another time.</returns>
    public bool Acknowledge(string key, DateTimeOffset since)
    {
        lock (_gate)
        {
            if (!_alarms.TryGetValue(key, out var alarm) || alarm.Since.ToUnixTimeMilliseconds() != since.ToUnixTimeMilliseconds())
                return false;
            if (alarm.State == AlarmState.Cleared)
                _alarms.Remove(key);
            else
                _alarms[key] = alarm with { State = AlarmState.Acknowledged };
            return true;
        }
    }

    private void Hold(string key, string text, DateTimeOffset now) => _alarms[key] =
        _alarms.TryGetValue(key, out var alarm) && alarm.State != AlarmState.Cleared
            ? alarm with { Text = text }
            : new Alarm(key, text, now, AlarmState.Unacknowledged);

    private void Cease(Alarm alarm)
    {
        if (alarm.State == AlarmState.Acknowledged)
            _alarms.Remove(alarm.Key);
        else
            _alarms[alarm.Key] = alarm with { State = AlarmState.Cleared };
    }

    private void ForgetOldest()
    {
        var cleared = _alarms.Values.Where(alarm => alarm.State == AlarmState.Cleared).OrderByDescending(alarm => alarm.Since);
        foreach (var alarm in cleared.Skip(MostCleared).ToList())
            _alarms.Remove(alarm.Key);
    }

    private List<Alarm> InOrder() => [.. _alarms.Values.OrderBy(alarm => alarm.Since).ThenBy(alarm => alarm.Key, StringComparer.Ordinal)];
}
