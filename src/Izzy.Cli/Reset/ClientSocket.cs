using Izzy.Cli.Control;
using Izzy.Cli.Text;
using Izzy.Heartbeat;
using Izzy.Heartbeat.Safety;
using Izzy.Heartbeat.State;
using Izzy.Wording;

namespace Izzy.Cli.Reset;

/// <summary>
/// A running client's socket for <c>izzy reset NAME</c>, for a button or a service without a keyboard: <c>reset</c> gets
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
    public static ControlSocket Open(string directory, IzzyClient client, int toClientPort) =>
        ControlSocket.Open(Path.Combine(directory, FileName(client.Name, toClientPort)), "izzy reset", line => Answer(client, line));

    private static string Answer(IzzyClient client, string line)
    {
        if (line == "name")
            return client.Name;
        if (line != "reset")
            return "unknown";
        var refusal = client.Reset();
        return refusal == ResetRefusal.None ? Granted : RefusedPrefix + Words.Of(refusal);
    }
}
