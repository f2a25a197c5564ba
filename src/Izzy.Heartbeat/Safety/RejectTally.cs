using System.Net;
using Izzy.Heartbeat.Protocol;

namespace Izzy.Heartbeat.Safety;

/// <summary>
/// Counts what was rejected, by reason, and says when to tell: at most once a second for each reason, and a foreign dialect
/// once a minute for each sender, for it is a device to be replaced and no noise.
/// </summary>
internal sealed class RejectTally
{
    private static readonly TimeSpan s_second = TimeSpan.FromSeconds(1);
    private static readonly int s_reasons = Enum.GetValues<RejectReason>().Length;

    private readonly long[] _untold = new long[s_reasons];
    private readonly TimeSpan?[] _toldAt = new TimeSpan?[s_reasons];
    private readonly SocketAddress?[] _lastFrom = new SocketAddress?[s_reasons];
    private readonly OncePer<SocketAddress> _dialects = new(TimeSpan.FromMinutes(1));

    /// <summary>Counts one.</summary>
    /// <returns>How many to tell of now, this one included; 0 for none.</returns>
    public long Add(RejectReason reason, SocketAddress from, TimeSpan now)
    {
        _untold[(int)reason]++;
        from.CopyTo(_lastFrom[(int)reason] ??= SocketAddresses.New());
        if (IsDialect(reason))
            return _dialects.Allows(from, now, SocketAddresses.Copy) ? Take(reason, now) : 0;
        return Due(reason, now);
    }

    /// <summary>How many are to be told now that were held back before; 0 for none. Asked from time to time for every reason.</summary>
    public long Due(RejectReason reason, TimeSpan now) =>
        !IsDialect(reason) && _untold[(int)reason] > 0 && !(now - _toldAt[(int)reason] < s_second) ? Take(reason, now) : 0;

    /// <summary>Where the last one of this reason came from.</summary>
    public SocketAddress? LastFrom(RejectReason reason) => _lastFrom[(int)reason];

    private static bool IsDialect(RejectReason reason) => reason is RejectReason.JavaDialect or RejectReason.EarlyPyIzzyDialect;

    private long Take(RejectReason reason, TimeSpan now)
    {
        _toldAt[(int)reason] = now;
        var count = _untold[(int)reason];
        _untold[(int)reason] = 0;
        return count;
    }
}
