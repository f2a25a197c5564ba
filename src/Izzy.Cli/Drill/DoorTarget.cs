using Izzy.Cli.Doors;
using Izzy.Heartbeat.Time;

namespace Izzy.Cli.Drill;

/// <summary>The Mother behind a door.</summary>
internal sealed class DoorTarget(string path) : IDrillTarget
{
    public MotherView? Look() => Door.Ask(path, MotherDoor.Look) is { } answer ? MotherView.FromJson(answer) : null;

    public DrillAnswer Stop() => DrillAnswer.FromLine(Door.Ask(path, MotherDoor.DrillStop));

    public DrillAnswer Reset(int request) => DrillAnswer.FromLine(Door.Ask(path, MotherDoor.ResetLine(request, SystemClock.Instance.Moment.Now)));
}
