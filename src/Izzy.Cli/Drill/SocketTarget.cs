using Izzy.Cli.Control;
using Izzy.Heartbeat.Time;

namespace Izzy.Cli.Drill;

/// <summary>The Mother behind a socket.</summary>
internal sealed class SocketTarget(string path) : IDrillTarget
{
    public MotherView? Look() => ControlSocket.Ask(path, MotherSocket.Look) is { } answer ? MotherView.FromJson(answer) : null;

    public DrillAnswer Stop() => DrillAnswer.FromLine(ControlSocket.Ask(path, MotherSocket.DrillStop));

    public DrillAnswer Reset(int request) => DrillAnswer.FromLine(ControlSocket.Ask(path, MotherSocket.ResetLine(request, SystemClock.Instance.Moment.Now)));
}
