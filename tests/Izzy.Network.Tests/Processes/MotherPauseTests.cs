using Izzy.Heartbeat;
using Izzy.Heartbeat.Safety;
using Izzy.Network.Tests.Loopback;

namespace Izzy.Network.Tests.Processes;

/// <summary>
/// Mother's process stands for five seconds, and goes on: what was in its sockets is old, and its IZZYs have stopped meanwhile.
/// The IZZYs run in this process, at the default preset, so that what they permit is asked of them directly.
/// </summary>
[Collection(typeof(Alone))]
public sealed class MotherPauseTests : IDisposable
{
    private const int OfEach = 4;

    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(1);

    private readonly Rig _rig = new();
    private readonly List<WatchedIzzy> _manual;
    private readonly List<WatchedIzzy> _auto;
    private readonly List<WatchedIzzy> _latched;
    private readonly IzzyProcess _mother;

    public MotherPauseTests()
    {
        _manual = Make("manual", ResetPolicy.Manual);
        _auto = Make("auto", ResetPolicy.Auto);
        _latched = Make("latched", ResetPolicy.Auto);
        _mother = _rig.Mother([.. All.SelectMany(izzy => new[] { "--to", $"127.0.0.1:{izzy.EndPoint.Port}" })]);
    }

    private IEnumerable<WatchedIzzy> All => [.. _manual, .. _auto, .. _latched];

    public void Dispose()
    {
        _mother.Dispose();
        WatchedIzzy.DisposeAll(All);
        _rig.Dispose();
    }

    [Fact]
    public void Every_IZZY_stops_each_time_and_is_permitted_again_once_by_the_automatic_policy_alone_and_under_no_latch()
    {
        foreach (var izzy in _manual)
            izzy.Permit();
        foreach (var izzy in _auto.Concat(_latched))
            WatchedIzzy.Until(() => izzy.MayMove, "It did not permit itself.");
        // A person's stop, which only a person's reset ends.
        foreach (var izzy in _latched)
            izzy.Client.Stop();

        PauseMother(TimeSpan.FromSeconds(5), outages: 1);
        PauseMother(TimeSpan.FromSeconds(2), outages: 2);
    }

    private void PauseMother(TimeSpan pause, int outages)
    {
        foreach (var izzy in All)
            izzy.Begin();
        Signals.Freeze(_mother.Pid);
        Thread.Sleep(pause);
        Assert.All(All, izzy => Assert.False(izzy.MayMove));
        Assert.All(_manual.Concat(_auto), izzy => Assert.Equal(StopCause.Silence, izzy.Stopped?.Cause ?? izzy.Client.LastCause));
        var lost = _mother.CountOf("izzy-lost");
        Signals.Thaw(_mother.Pid);
        _mother.WaitFor("paused", after: outages - 1);

        foreach (var izzy in _auto)
            WatchedIzzy.Until(() => izzy.MayMove, "It did not permit itself again.");
        Thread.Sleep(2 * s_limit);
        Assert.All(_auto, izzy => Assert.Equal(outages + 1, izzy.PermitsTold));
        Assert.All(_manual.Concat(_latched), izzy => Assert.Equal(1, izzy.PermitsTold));
        Assert.All(_manual.Concat(_latched), izzy => Assert.False(izzy.MayMove));
        Assert.Equal(lost, _mother.CountOf("izzy-lost"));
    }

    private List<WatchedIzzy> Make(string name, ResetPolicy policy) =>
        [.. Enumerable.Range(0, OfEach).Select(i => new WatchedIzzy(s_limit, policy, answerTo: _rig.FromClient, name: $"{name}-{i}"))];
}
