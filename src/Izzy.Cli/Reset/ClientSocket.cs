using System.Globalization;
using Izzy.Cli.Control;
using Izzy.Heartbeat;
using Izzy.Heartbeat.Safety;
using Izzy.Heartbeat.State;
using Izzy.Heartbeat.Time;
using Izzy.Wording;

namespace Izzy.Cli.Reset;

/// <summary>
/// A running client's socket for <c>izzy reset NAME</c>, for a button or a service without a keyboard: <c>reset T</c> (the time of asking) gets
/// <c>granted</c> or <c>refused REASON</c>, <c>name</c> gets the name.
/// </summary>
internal static class ClientSocket
{
    public const string Granted = "granted";
    public const string RefusedPrefix = "refused ";
    public const string Pattern = "izzy-*.sock";

    /// <summary>The socket's file name: short, because the whole path may have about a hundred bytes.</summary>
    public static string FileName(string name, int toClientPort) => $"izzy-{StateFile.Digest(name)}-{toClientPort}.sock";

    /// <summary>Opens the socket.</summary>
    /// <exception cref="HeartbeatStartException">The socket cannot be made there.</exception>
    public static ControlSocket Open(string directory, IzzyClient client, int toClientPort) => ControlSocket.Open(
        Path.Combine(directory, FileName(client.Name, toClientPort)),
        "izzy reset",
        line => Answer(client.Name, client.Reset, () => SystemClock.Instance.Moment.Now, line));

    /// <summary>The line that asks for a reset.</summary>
    /// <param name="now">The machine's clock, the same for all of its processes.</param>
    public static string ResetLine(TimeSpan now) => FormattableString.Invariant($"reset {now.Ticks}");

    /// <summary>What is answered to a line.</summary>
    internal static string Answer(string name, Func<ResetRefusal> reset, Func<TimeSpan> now, string line)
    {
        switch (line.Split(' '))
        {
            case ["name"]:
                return name;
            case ["reset", var asked] when long.TryParse(asked, NumberStyles.None, CultureInfo.InvariantCulture, out var ticks):
                var refusal = ControlSocket.IsStale(TimeSpan.FromTicks(ticks), now()) ? ResetRefusal.JustResumed : reset();
                return refusal == ResetRefusal.None ? Granted : RefusedPrefix + Words.Of(refusal);
            default:
                return "unknown";
        }
    }
}
