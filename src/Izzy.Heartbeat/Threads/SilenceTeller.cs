using Izzy.Heartbeat.Protocol;
using Izzy.Heartbeat.Safety;

namespace Izzy.Heartbeat.Threads;

/// <summary>
/// Tells of the IZZYs that fell silent, so that a hundred lost at once are one alarm that names each once. The caller holds
/// the registry's lock round every call.
/// </summary>
/// <remarks>
/// The late are told at the look that found them. The lost are told once nobody else is late, or as soon as whoever was late
/// at the first loss must be lost as well: those that share one fault (an access point, a switch) may have missed another
/// number of beats before it.
/// </remarks>
internal sealed class SilenceTeller(EventStream events)
{
    private readonly List<IzzyEntry> _late = [];
    private readonly List<IzzyEntry> _lost = [];
    private TimeSpan _lostSince;

    /// <summary>One became late or lost just now.</summary>
    public void Add(IzzyEntry izzy, TimeSpan now)
    {
        if (izzy.Presence == Presence.Late)
        {
            _late.Add(izzy);
            return;
        }

        if (_lost.Count == 0)
            _lostSince = now;
        _lost.Add(izzy);
    }

    /// <summary>Tells what is due; call it at the end of each look.</summary>
    /// <param name="now">The time.</param>
    /// <param name="cadence">How often IZZYs are asked.</param>
    /// <param name="anyLate">Whether anybody is late, and not lost.</param>
    public void TellDue(TimeSpan now, TimeSpan cadence, bool anyLate)
    {
        if (_late.Count > 0)
            TellLate(now);
        if (_lost.Count > 0 && (!anyLate || now - _lostSince > (IzzyRegistry.LostAfter - IzzyRegistry.LateAfter) * cadence))
            TellLost(now);
    }

    private void TellLate(TimeSpan now)
    {
        events.Publish(_late is [var one]
            ? new HeartbeatEvent.IzzyLate { SilenceMs = SilenceMs(one, now) }.Of(one)
            : new HeartbeatEvent.IzziesLate { Izzies = Describe(_late, now) });
        _late.Clear();
    }

    private void TellLost(TimeSpan now)
    {
        // Who was heard or forgotten meanwhile is not lost.
        _lost.RemoveAll(izzy => izzy.Presence != Presence.Lost);
        if (_lost is [var one])
            events.Publish(new HeartbeatEvent.IzzyLost { SilenceMs = SilenceMs(one, now) }.Of(one));
        else if (_lost.Count > 1)
            events.Publish(new HeartbeatEvent.IzziesLost { Izzies = Describe(_lost, now) });
        _lost.Clear();
    }

    private static List<HeartbeatEvent.SilentIzzy> Describe(List<IzzyEntry> izzies, TimeSpan now) => izzies.ConvertAll(izzy =>
        new HeartbeatEvent.SilentIzzy(izzy.Id, izzy.Name, izzy.AddressText, izzy.State.Status, SilenceMs(izzy, now)));

    private static double SilenceMs(IzzyEntry izzy, TimeSpan now) => HeartbeatEvent.Ms(now - izzy.LastHeard);
}
