using System.Net;
using Izzy.Heartbeat.Protocol;

namespace Izzy.Capture.Analysis;

/// <summary>How many of what passed.</summary>
internal sealed class Counts
{
    private static readonly RejectReason[] s_reasons = Enum.GetValues<RejectReason>();

    /// <summary>A capture of anything else has thousands of ports; a heartbeat at other ports has two.</summary>
    private const int MostPorts = 8;

    private const int MostLinks = 8;

    private readonly long[] _rejected = new long[s_reasons.Length];
    private readonly IPEndPoint?[] _lastFrom = new IPEndPoint?[s_reasons.Length];
    private readonly SortedDictionary<int, long> _elsewhere = [];
    private readonly SortedDictionary<int, long> _unknownLinks = [];

    /// <summary>All frames.</summary>
    public long Frames { get; set; }

    /// <summary>Well-formed packets, each for the side that its port belongs to.</summary>
    public long Packets { get; set; }

    /// <summary>Datagrams that fed nothing.</summary>
    public long Rejected { get; private set; }

    /// <summary>Parts of datagrams: first ones to our ports, and later ones, whose port nobody knows.</summary>
    public long Fragments { get; set; }

    /// <summary>Datagrams of which the capture kept a part only.</summary>
    public long Cut { get; set; }

    /// <summary>Frames whose headers make no sense.</summary>
    public long Malformed { get; set; }

    /// <summary>Frames that are none of this heartbeat's business.</summary>
    public long Other { get; set; }

    /// <summary>Packets of senders that the tables had no room for.</summary>
    public long Untracked { get; set; }

    /// <summary>How many datagrams at other ports begin as a heartbeat does, by port.</summary>
    public IReadOnlyDictionary<int, long> Elsewhere => _elsewhere;

    /// <summary>How many frames had a link that is not understood, by its number.</summary>
    public IReadOnlyDictionary<int, long> UnknownLinks => _unknownLinks;

    /// <summary>Each reason for which anything was rejected, with how many and where the last came from, most first.</summary>
    public IReadOnlyList<(RejectReason Reason, long Count, IPEndPoint LastFrom)> Reasons =>
        [.. s_reasons.Where(reason => _rejected[(int)reason] > 0).Select(reason => (reason, _rejected[(int)reason], _lastFrom[(int)reason]!)).OrderByDescending(each => each.Item2)];

    public void Reject(RejectReason reason, IPEndPoint from)
    {
        Rejected++;
        _rejected[(int)reason]++;
        _lastFrom[(int)reason] = from;
    }

    public void SeeElsewhere(int port) => Add(_elsewhere, port, MostPorts);

    public void SeeUnknownLink(int link) => Add(_unknownLinks, link, MostLinks);

    private static void Add(SortedDictionary<int, long> counts, int key, int most)
    {
        if (counts.TryGetValue(key, out var count))
            counts[key] = count + 1;
        else if (counts.Count < most)
            counts.Add(key, 1);
    }
}
