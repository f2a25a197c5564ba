using static Izzy.Cli.Doctor.FilterWords;

namespace Izzy.Cli.Doctor;

/// <summary>Reads one rule of nft, with one port in mind.</summary>
internal sealed class NftRule(List<string> words, int port)
{
    private static readonly string[] s_otherProtocols = ["tcp", "icmp", "icmpv6", "igmp", "sctp", "dccp", "esp", "ah", "ip6", "arp", "ether"];

    private int _at;
    private FilterMatch _match = FilterMatch.Always;
    private bool _names;

    public FilterRule Read()
    {
        for (_at = 0; _at < words.Count; _at++)
        {
            switch (words[_at])
            {
                case "accept":
                    return Make(FilterVerdict.Accept);
                case "drop" or "reject":
                    return Make(FilterVerdict.Block);
                case "return":
                    return Make(FilterVerdict.Return);
                case "jump" or "goto":
                    return Make(words[_at] == "jump" ? FilterVerdict.Jump : FilterVerdict.Goto, Next(1));
                case "queue" or "vmap":
                    return Make(FilterVerdict.Unknown);
                case "xt" when Next(1) == "target":
                    return Make(FilterVerdict.Unknown);
                case "counter":
                    _at += Next(1) == "packets" ? 4 : 0;
                    break;
                case "comment" or "prefix" or "level" or "group":
                    _at++;
                    break;
                case "ip" or "meta" or "udp" or "th" or "ct" or "log" or "continue":
                    // The next word says what of it; of "udp" the port, which is always asked for with it.
                    break;
                case "l4proto" or "protocol":
                    Ask(IsUdp);
                    break;
                case "nfproto":
                    Ask(family => family == "ipv4");
                    break;
                case "dport":
                    var wanted = Next(1) != "!=";
                    _names |= Ask(range => Holds(range, port)) == FilterMatch.Always && wanted;
                    break;
                case "state":
                    Ask(IsNew);
                    break;
                case "status":
                    // Of what was translated to another address; a beat is not.
                    Ask(_ => false);
                    break;
                case "iif" or "iifname":
                    var (interfaces, negated, _) = Values();
                    Need(FromElsewhere(interfaces, negated));
                    break;
                case "fib" when Next(1) == "daddr" && Next(2) == "type":
                    _at += 2;
                    Ask(IsForThisMachine);
                    break;
                case var word when s_otherProtocols.Contains(word):
                    Need(FilterMatch.Never);
                    break;
                default:
                    Need(FilterMatch.Perhaps);
                    break;
            }
        }

        return Make(FilterVerdict.Nothing);
    }

    private FilterRule Make(FilterVerdict verdict, string? target = null) => new(string.Join(' ', words), _match, _names, verdict, target);

    private string Next(int count) => _at + count < words.Count ? words[_at + count] : "";

    private void Need(FilterMatch match) => _match = And(_match, match);

    private FilterMatch Ask(Predicate<string> holds)
    {
        var (values, negated, isMap) = Values();
        var asked = Test(values, holds, negated);
        // Of a map the keys only are read: what it does with ours is not.
        Need(isMap && asked == FilterMatch.Always ? FilterMatch.Perhaps : asked);
        return isMap ? FilterMatch.Perhaps : asked;
    }

    /// <summary>Reads over one value or a set of them; of a map it reads the keys, and stops before its word.</summary>
    private (IReadOnlyCollection<string> Values, bool Negated, bool IsMap) Values()
    {
        var negated = Next(1) == "!=";
        if (negated || Next(1) == "==")
            _at++;
        var isMap = Next(1) == "vmap";
        var from = _at + (isMap ? 3 : 2);
        if (from > words.Count || words[from - 1] != "{")
        {
            if (isMap)
                return ([], negated, true);
            return (Next(1).Length > 0 ? words[++_at].Split(',') : [], negated, false);
        }

        var set = words.Skip(from).TakeWhile(word => word != "}").ToList();
        if (isMap)
            return ([.. set.Where((_, index) => index + 1 < set.Count && set[index + 1] == ":")], negated, true);
        _at = from + set.Count;
        return ([.. set.Select(word => word.TrimEnd(','))], negated, false);
    }
}
