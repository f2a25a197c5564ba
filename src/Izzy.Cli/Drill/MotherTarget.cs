using Izzy.Heartbeat;
using Izzy.Heartbeat.Safety;

namespace Izzy.Cli.Drill;

/// <summary>The Mother of this process.</summary>
internal sealed class MotherTarget(Mother mother) : IDrillTarget
{
    public MotherView Look() => MotherView.Of(mother);

    public DrillAnswer Stop() => mother.Server.TryStop(out var request) ? new DrillAnswer.Stopped(request) : new DrillAnswer.AlreadyStopped();

    public DrillAnswer Reset(int request) =>
        !mother.Server.TryReset(request, out var refusal) ? new DrillAnswer.StoppedAgain()
        : refusal == ResetRefusal.None ? new DrillAnswer.Granted()
        : new DrillAnswer.Refused(refusal);
}
