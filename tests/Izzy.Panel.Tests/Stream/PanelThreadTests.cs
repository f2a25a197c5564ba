using System.Threading.Channels;
using Izzy.Heartbeat;
using Izzy.Heartbeat.Protocol;
using Izzy.Panel.Snapshots;
using Izzy.Panel.Stream;

namespace Izzy.Panel.Tests.Stream;

public sealed class PanelThreadTests : IDisposable
{
    private readonly Channel<HeartbeatEvent> _events = Channel.CreateUnbounded<HeartbeatEvent>();
    private readonly PanelThread _panel;
    private MotherFacts _facts = Facts.Mother(Facts.Izzy());
    private bool _isWatched;

    public PanelThreadTests()
    {
        var options = new PanelOptions();
        var builder = new SnapshotBuilder(Guid.NewGuid(), options, new StopNumbers(Facts.Evening));
        _panel = new PanelThread(_events.Reader, () => _facts, builder, () => _isWatched, options);
    }

    public void Dispose() => _panel.Dispose();

    [Fact]
    public void While_nobody_looks_nothing_is_built_and_events_and_alarms_go_on()
    {
        _events.Writer.TryWrite(new HeartbeatEvent.Reset());
        _facts = Facts.Mother(Facts.Izzy(status: IzzyStatus.Broken));
        _panel.Step();
        Assert.Null(_panel.Slot.Newest);
        Assert.Equal(1, _panel.Journal.Last);
        Assert.True(_panel.Alarms.Acknowledge($"broken:{Facts.Id(1)}", Facts.Evening));
    }

    [Fact]
    public void Whoever_comes_finds_a_new_one_at_the_next_look()
    {
        _panel.Step();
        _isWatched = true;
        _panel.Step();
        Assert.Equal(1, _panel.Slot.Newest!.Number);
        _isWatched = false;
        _panel.Step();
        Assert.Equal(1, _panel.Slot.Newest.Number);
        _isWatched = true;
        _panel.Step();
        Assert.Equal(2, _panel.Slot.Newest.Number);
    }
}
