using System.Threading.Channels;
using Izzy.Heartbeat.Protocol;

namespace Izzy.Heartbeat.Tests.Fuzz;

/// <summary>
/// How many datagrams were to be rejected for each reason, and how many were told to be. Looks on the way whether anything told
/// could reach a terminal as more than text.
/// </summary>
internal sealed class RejectCount(ChannelReader<HeartbeatEvent> events)
{
    private readonly long[] _expected = new long[Enum.GetValues<RejectReason>().Length];
    private readonly long[] _told = new long[Enum.GetValues<RejectReason>().Length];

    /// <summary>What else was told.</summary>
    public List<HeartbeatEvent> Others { get; } = [];

    public long Accepted => _expected[(int)RejectReason.None];

    public void Expect(RejectReason reason) => _expected[(int)reason]++;

    public void ReadEvents()
    {
        while (events.TryRead(out var happened))
        {
            if (happened is HeartbeatEvent.Rejected rejected)
                _told[(int)rejected.Reason] += rejected.Count;
            else
                Others.Add(happened);
            MustBePrintable(happened.ToJson());
        }
    }

    /// <summary>Accepted and told are all that was sent, each under its reason.</summary>
    public void MustAgree()
    {
        for (var reason = RejectReason.Empty; (int)reason < _told.Length; reason++)
        {
            if (_told[(int)reason] != _expected[(int)reason])
                Assert.Fail($"Of those rejected as {reason}, {_told[(int)reason]} were told and {_expected[(int)reason]} were sent.");
        }
    }

    public static void MustBePrintable(string text)
    {
        foreach (var c in text)
        {
            if (c is < ' ' or > '~')
                Assert.Fail($"A character U+{(int)c:X4} in what is shown: {Convert.ToHexString(System.Text.Encoding.BigEndianUnicode.GetBytes(text))}");
        }
    }
}
