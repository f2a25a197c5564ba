using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Text.Json;

namespace Izzy.Heartbeat.Hosting.Metrics;

/// <summary>
/// Counts by an attribute, read by whoever collects. Kept here and not in an instrument, so that nothing is lost that was counted before
/// anybody collected.
/// </summary>
/// <param name="attribute">The attribute's name.</param>
/// <param name="more">Attributes of every count.</param>
internal sealed class Counts(string attribute, params KeyValuePair<string, object?>[] more)
{
    private readonly ConcurrentDictionary<string, long> _counts = [];

    public void Add(string value, long count = 1) => _counts.AddOrUpdate(value, count, (_, before) => before + count);

    public IEnumerable<Measurement<long>> Read() => _counts.Select(pair => new Measurement<long>(pair.Value, [new(attribute, pair.Key), .. more]));

    /// <summary>A value of an enum as the events spell it.</summary>
    public static string Word<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString());
}
