using System.Globalization;

namespace Izzy.Cli.Doctor;

/// <summary>What the languages of both packet filters have in common.</summary>
internal static class FilterWords
{
    /// <summary>Of two things that a rule asks for, the harder one decides.</summary>
    public static FilterMatch And(FilterMatch one, FilterMatch other) => one < other ? one : other;

    /// <summary>Whether one of these values is what the datagram has; a set by its name may hold anything.</summary>
    public static FilterMatch Test(IReadOnlyCollection<string> values, Predicate<string> holds, bool negated) =>
        values.Count == 0 || values.Any(value => value.StartsWith('@')) ? FilterMatch.Perhaps : values.Any(value => holds(value)) != negated ? FilterMatch.Always : FilterMatch.Never;

    /// <summary>What comes from another machine does not come in by loopback; by which other interface it comes is not known.</summary>
    public static FilterMatch FromElsewhere(IReadOnlyCollection<string> interfaces, bool negated) =>
        interfaces.Count > 0 && interfaces.All(name => name == "lo") ? negated ? FilterMatch.Always : FilterMatch.Never : FilterMatch.Perhaps;

    /// <summary>Whether this is UDP, or everything.</summary>
    public static bool IsUdp(string protocol) => protocol is "udp" or "17" or "all";

    /// <summary>Nobody was asked, so a beat or an answer is the first of its kind; what is established never began.</summary>
    public static bool IsNew(string state) => state.Equals("new", StringComparison.OrdinalIgnoreCase);

    /// <summary>Beats come to this machine's address or to everybody's.</summary>
    public static bool IsForThisMachine(string kind) => kind.ToUpperInvariant() is "LOCAL" or "BROADCAST";

    /// <summary>Whether a port lies in <c>9001</c>, <c>9000-9001</c> or <c>9000:9001</c>.</summary>
    public static bool Holds(string range, int port) =>
        range.Split('-', ':') is var ends
        && int.TryParse(ends[0], CultureInfo.InvariantCulture, out var first)
        && int.TryParse(ends[^1], CultureInfo.InvariantCulture, out var last)
        && first <= port && port <= last;

    /// <summary>The words of a line; what stands in quotation marks is one.</summary>
    public static IEnumerable<string> Split(string line)
    {
        for (var at = 0; at < line.Length;)
        {
            if (char.IsWhiteSpace(line[at]))
            {
                at++;
                continue;
            }

            var quoted = line[at] == '"';
            var start = quoted ? ++at : at;
            while (at < line.Length && !(quoted ? line[at] == '"' : char.IsWhiteSpace(line[at])))
                at += quoted && line[at] == '\\' ? 2 : 1;
            yield return line[start..Math.Min(at, line.Length)];
            at += quoted ? 1 : 0;
        }
    }
}
