using System.Globalization;
using System.Numerics;
using Izzy.Cli.Control;
using Izzy.Heartbeat;
using Izzy.Heartbeat.Safety;
using Izzy.Heartbeat.State;
using Izzy.Heartbeat.Time;

namespace Izzy.Cli.Drill;

/// <summary>
/// A running Mother's socket for <c>izzy drill</c>. <c>name</c> gets her id; <c>look</c> all that she knows, as JSON; <c>stop</c>
/// stops everyone, like the operator's key; <c>drill-stop</c> and <c>drill-reset N T</c> (the stop's number, and the time of asking) are a drill's stop and the undoing of it. A
/// person's reset is not to be had here.
/// </summary>
internal static class MotherSocket
{
    public const string Pattern = "mother-*.sock";
    public const string Name = "name";
    public const string Look = "look";
    public const string Stop = "stop";
    public const string DrillStop = "drill-stop";
    public const string DrillReset = "drill-reset";

    /// <summary>The socket's file name.</summary>
    public static string FileName(int toClientPort, int fromClientPort) => StateFile.Stem("mother", "", toClientPort, fromClientPort) + ".sock";

    /// <summary>Opens the socket.</summary>
    /// <exception cref="HeartbeatStartException">The socket cannot be made there.</exception>
    public static ControlSocket Open(string directory, Mother mother) =>
        ControlSocket.Open(
            Path.Combine(directory, FileName(mother.Options.ToClientPort, mother.Options.FromClientPort)),
            "izzy drill",
            line => Answer(mother.Id, new MotherTarget(mother), () => mother.Stop(), () => SystemClock.Instance.Moment.Now, line));

    /// <summary>The line that asks to undo a drill's stop.</summary>
    /// <param name="request">The number of the stop.</param>
    /// <param name="now">The machine's clock, the same for all of its processes.</param>
    public static string ResetLine(int request, TimeSpan now) => FormattableString.Invariant($"{DrillReset} {request} {now.Ticks}");

    /// <summary>What is answered to a line.</summary>
    internal static string Answer(Guid id, IDrillTarget mother, Action stop, Func<TimeSpan> now, string line)
    {
        switch (line.Split(' '))
        {
            case [Name]:
                return id.ToString();
            case [Look]:
                return mother.Look()?.ToJson() ?? "";
            case [Stop]:
                stop();
                return "stopped";
            case [DrillStop]:
                return mother.Stop().ToLine();
            case [DrillReset, var request, var asked] when TryRead(request, out int number) && TryRead(asked, out long ticks):
                return ControlSocket.IsStale(TimeSpan.FromTicks(ticks), now()) ? new DrillAnswer.Refused(ResetRefusal.JustResumed).ToLine() : mother.Reset(number).ToLine();
            default:
                return "unknown";
        }
    }

    private static bool TryRead<T>(string text, out T number)
        where T : INumber<T> => T.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number!);
}
