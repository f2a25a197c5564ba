using Izzy.Heartbeat;

namespace Izzy.Cli.Drill;

/// <summary>Who takes part in a drill, and what is known of each by now.</summary>
internal sealed class Roll
{
    private readonly Dictionary<Guid, DrilledIzzy> _izzies = [];

    public bool AllConfirmed => _izzies.Values.All(izzy => izzy.HasProvenStop);

    public bool AllHeardAgain => _izzies.Values.All(izzy => izzy.HeardAgain == true);

    /// <summary>Whether nobody waits for a reset of its own any more.</summary>
    public bool NoneStopped => _izzies.Values.All(izzy => izzy.Status is not (null or Heartbeat.Protocol.IzzyStatus.Estop));

    public IReadOnlyList<DrilledIzzy> ByName => [.. _izzies.Values.OrderBy(izzy => izzy.Name, StringComparer.Ordinal).ThenBy(izzy => izzy.Id)];

    /// <summary>Just before the stop, and while Mother is stopped: takes down who is there, who came late to it, and who has confirmed as she sees it now.</summary>
    public void TakeConfirmations(MotherView view)
    {
        foreach (var izzy in view.Izzies.Where(izzy => izzy.Presence != Heartbeat.Safety.Presence.Missing))
        {
            var known = _izzies.GetValueOrDefault(izzy.Id) ?? new DrilledIzzy(izzy.Id, izzy.Name, izzy.Address, izzy.State.Status, null, null, null);
            // Never what was seen before: she takes a confirmation back from one that moves after all, or that proves itself only then.
            // And while she beats nothing is confirmed: what is shown then was of a stop that somebody reset in this moment.
            var confirmed = view.StopCause is null ? null : izzy.ConfirmedAfter;
            _izzies[izzy.Id] = known with { ConfirmedAfterMs = HeartbeatEvent.Ms(confirmed), Verified = izzy.Verified };
        }
    }

    /// <summary>After the reset: takes down who answered a beat since, and what it says.</summary>
    /// <param name="view">What was seen.</param>
    /// <param name="since">How long the reset was past at the latest when it was seen.</param>
    public void TakeReturns(MotherView view, TimeSpan since)
    {
        var seen = view.Izzies.Where(izzy => izzy.HereAge < since).ToDictionary(izzy => izzy.Id);
        foreach (var (id, known) in _izzies)
        {
            _izzies[id] = seen.TryGetValue(id, out var izzy)
                ? known with { HeardAgain = true, Status = izzy.State.Status }
                : known with { HeardAgain = known.HeardAgain ?? false };
        }
    }
}
