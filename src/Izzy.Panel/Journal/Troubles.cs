using System.Globalization;
using Izzy.Heartbeat;
using Izzy.Heartbeat.Protocol;

namespace Izzy.Panel.Journal;

/// <summary>
/// The last trouble of each IZZY, in words. Pure: events come in. To be late is no trouble: on Wi-Fi it would hide what was.
/// </summary>
/// <param name="zone">Whose local time.</param>
internal sealed class Troubles(TimeZoneInfo zone)
{
    private readonly Dictionary<Guid, string> _last = [];
    private readonly HashSet<Guid> _lost = [];

    public string? Of(Guid id) => _last.GetValueOrDefault(id);

    public void Take(HeartbeatEvent happened)
    {
        var at = $"at {TimeZoneInfo.ConvertTime(happened.Time, zone).ToString("HH:mm:ss", CultureInfo.InvariantCulture)}";
        switch (happened)
        {
            case HeartbeatEvent.IzzyLost e:
                Lose(e.Id, at);
                break;
            case HeartbeatEvent.IzziesLost e:
                foreach (var izzy in e.Izzies)
                    Lose(izzy.Id, at);
                break;
            case HeartbeatEvent.IzzyReturned e when _lost.Remove(e.Id):
                _last[e.Id] = FormattableString.Invariant($"lost for {e.SilenceMs / 1000:0.0} s, back {at}");
                break;
            case HeartbeatEvent.IzzyStatusChanged { Status: IzzyStatus.Broken } e:
                _last[e.Id] = $"reported BROKEN {at}";
                break;
            case HeartbeatEvent.StopUnconfirmed e:
                _last[e.Id] = $"did not confirm the stop within a second {at}";
                break;
            case HeartbeatEvent.DuplicateIzzy e:
                _last[e.Id] = $"another one used its name or id {at}";
                break;
        }
    }

    /// <summary>Forgets those who are not known any more, so that this never outgrows what Mother knows.</summary>
    public void Keep(IReadOnlyList<IzzyInfo> izzies)
    {
        if (_last.Count <= izzies.Count)
            return;
        var known = izzies.Select(izzy => izzy.Id).ToHashSet();
        foreach (var id in _last.Keys.Where(id => !known.Contains(id)).ToList())
        {
            _last.Remove(id);
            _lost.Remove(id);
        }
    }

    private void Lose(Guid id, string at)
    {
        _lost.Add(id);
        _last[id] = $"lost {at}";
    }
}
