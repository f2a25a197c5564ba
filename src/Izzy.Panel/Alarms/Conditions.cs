using Izzy.Heartbeat;
using Izzy.Heartbeat.Protocol;
using Izzy.Heartbeat.Safety;
using Izzy.Panel.Snapshots;
using Izzy.Wording;

namespace Izzy.Panel.Alarms;

/// <summary>
/// What is wrong now. Pure: events and what Mother knows come in. The state of IZZYs is looked at; what only events tell holds
/// until another event takes it back, or for some time after the last of its kind.
/// <code>
/// condition                                                holds
/// -------------------------------------------------------  -----------------------------------------------
/// lost, missing, broken                                    while Mother sees it so
/// not-confirmed                                            from a second after the stop until it confirms or is reset
/// unverified-stop                                          from a confirmation without the key that Mother has until the reset
/// no-interface                                             until beats go out again
/// state-not-saved                                          until the next stop or reset, which is saved or tells anew
/// mother-conflict, duplicate-izzy                          90 s after the last event: while it lasts, one comes each minute
/// paused                                                   90 s
/// rejected: unverified, wrong-mac                          90 s after the last event: a wrong key, or somebody forges
/// rejected: replayed, too-old                              the same, from the second within 90 s: one alone is the network's
/// thread-died, registry-full, receive-buffer-small         until a new start
/// </code>
/// </summary>
internal sealed class Conditions(int toClientPort, int fromClientPort)
{
    public const string NoInterface = "no-interface";
    private const string StateNotSaved = "state-not-saved";

    private static readonly TimeSpan s_afterwards = TimeSpan.FromSeconds(90);

    private readonly Dictionary<string, (string Text, TimeSpan Until)> _told = [];
    private readonly Dictionary<RejectReason, TimeSpan> _rejectedOnce = [];

    /// <summary>Takes an event.</summary>
    /// <param name="happened">The event.</param>
    /// <param name="now">The monotonic time at which it was read.</param>
    public void Take(HeartbeatEvent happened, TimeSpan now)
    {
        switch (happened)
        {
            case HeartbeatEvent.Interfaces { Outlets.Count: > 0 }:
                _told.Remove(NoInterface);
                break;
            // One that was found at the start saved nothing.
            case HeartbeatEvent.Stopped { Restored: not true } or HeartbeatEvent.Reset:
                _told.Remove(StateNotSaved);
                break;
            case HeartbeatEvent.NoInterface:
                Hold(NoInterface, happened, TimeSpan.MaxValue);
                break;
            case HeartbeatEvent.StateNotSaved:
                Hold(StateNotSaved, happened, TimeSpan.MaxValue);
                break;
            case HeartbeatEvent.MotherConflict e:
                Hold($"mother-conflict:{e.Mother}", happened, now + s_afterwards);
                break;
            case HeartbeatEvent.DuplicateIzzy e:
                Hold($"duplicate-izzy:{e.Id}", happened, now + s_afterwards);
                break;
            case HeartbeatEvent.Paused:
                Hold("paused", happened, now + s_afterwards);
                break;
            // By reason and not by address, which whoever forges may choose as often as they like.
            case HeartbeatEvent.Rejected { Reason: RejectReason.Unverified or RejectReason.WrongMac } e:
                Hold(Rejected(e.Reason), happened, now + s_afterwards);
                break;
            case HeartbeatEvent.Rejected { Reason: RejectReason.Replayed or RejectReason.TooOld } e:
                if (e.Count > 1 || (_rejectedOnce.TryGetValue(e.Reason, out var before) && now - before < s_afterwards))
                    Hold(Rejected(e.Reason), happened, now + s_afterwards);
                _rejectedOnce[e.Reason] = now;
                break;
            case HeartbeatEvent.ThreadDied e:
                Hold($"thread-died:{e.Thread}", happened, TimeSpan.MaxValue);
                break;
            case HeartbeatEvent.RegistryFull:
                Hold("registry-full", happened, TimeSpan.MaxValue);
                break;
            case HeartbeatEvent.ReceiveBufferSmall:
                Hold("receive-buffer-small", happened, TimeSpan.MaxValue);
                break;
        }
    }

    /// <summary>All that is wrong.</summary>
    public IReadOnlyList<Condition> Of(MotherFacts facts)
    {
        foreach (var over in _told.Where(pair => pair.Value.Until <= facts.Now).Select(pair => pair.Key).ToList())
            _told.Remove(over);
        return [.. _told.Select(pair => new Condition(pair.Key, pair.Value.Text)), .. facts.Izzies.SelectMany(izzy => About(izzy, facts))];
    }

    private IEnumerable<Condition> About(IzzyInfo izzy, MotherFacts facts)
    {
        var lamp = Lamp.Of(izzy, facts.StoppedFor, toClientPort);
        if (izzy.Presence == Presence.Missing)
        {
            yield return new($"missing:{izzy.Name}", $"{Escape.ForTerminal(izzy.Name)} {lamp.Check}");
            yield break;
        }

        if (izzy.Presence == Presence.Lost)
            yield return new($"lost:{izzy.Id}", Text(Of<HeartbeatEvent.IzzyLost>(new() { SilenceMs = HeartbeatEvent.Ms(izzy.Age) ?? 0 }, izzy)));
        if (izzy.State.Status == IzzyStatus.Broken)
            yield return new($"broken:{izzy.Id}", Text(Of<HeartbeatEvent.IzzyStatusChanged>(new(), izzy)));
        if (facts.Stop is not null && lamp.Kind == LampKind.Fault)
            yield return new($"not-confirmed:{izzy.Id}", Text(Of<HeartbeatEvent.StopUnconfirmed>(new(), izzy)));
        if (facts.Stop is not null && Tally.IsUnproven(izzy))
            yield return new($"unverified-stop:{izzy.Id}", Text(Of<HeartbeatEvent.StopConfirmed>(new() { AfterMs = HeartbeatEvent.Ms(izzy.StopConfirmedAfter) ?? 0 }, izzy)));
    }

    private static T Of<T>(T happened, IzzyInfo izzy)
        where T : HeartbeatEvent.AboutIzzy =>
        (T)(happened with { Id = izzy.Id, Name = izzy.Name, Address = izzy.Address, Status = izzy.State.Status, Verified = izzy.IsVerified });

    private static string Rejected(RejectReason reason) => $"rejected:{Words.Of(reason)}";

    private void Hold(string key, HeartbeatEvent happened, TimeSpan until) => _told[key] = (Text(happened), until);

    private string Text(HeartbeatEvent happened) => EventText.Line(happened, toClientPort, fromClientPort);
}
