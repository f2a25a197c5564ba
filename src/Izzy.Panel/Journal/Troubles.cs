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
    // An answer to a stop may be told just before the stop itself, for both come from threads of their own; by its time it is the later one.
    private static readonly TimeSpan s_toldFirst = TimeSpan.FromMilliseconds(250);

    private readonly Dictionary<Guid, string> _last = [];
    private readonly HashSet<Guid> _lost = [];
    private readonly HashSet<Guid> _backStopped = [];
    private readonly List<(Guid Id, DateTimeOffset At, string? Before)> _stoppedItself = [];
    private bool _isStopInForce;

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
                if (e.Status == IzzyStatus.Estop)
                    _backStopped.Add(e.Id);
                break;
            case HeartbeatEvent.Stopped:
                _isStopInForce = true;
                ForgiveThoseWhoObeyed(happened.Time);
                break;
            case HeartbeatEvent.Reset:
                _isStopInForce = false;
                break;
            // One that was lost and comes back stopped has its cause already.
            case HeartbeatEvent.IzzyStatusChanged e when _backStopped.Remove(e.Id) && e.Status == IzzyStatus.Estop:
                break;
            case HeartbeatEvent.IzzyStatusChanged { Status: IzzyStatus.Estop } e when !_isStopInForce:
                StopItself(e, at);
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
            _backStopped.Remove(id);
        }
    }

    private void StopItself(HeartbeatEvent.IzzyStatusChanged e, string at)
    {
        _stoppedItself.RemoveAll(each => e.Time - each.At > s_toldFirst);
        _stoppedItself.Add((e.Id, e.Time, Of(e.Id)));
        _last[e.Id] = $"stopped by itself {at}";
    }

    private void ForgiveThoseWhoObeyed(DateTimeOffset stop)
    {
        foreach (var (id, at, before) in _stoppedItself)
        {
            if (at < stop)
                continue;
            if (before is null)
                _last.Remove(id);
            else
                _last[id] = before;
        }

        _stoppedItself.Clear();
    }

    private void Lose(Guid id, string at)
    {
        _lost.Add(id);
        _last[id] = $"lost {at}";
    }
}
