using System.Globalization;

namespace Izzy.Heartbeat.Hosting.Systemd;

/// <summary>What the service manager says to a process that it started, by variables of the environment (<c>sd_notify(3)</c>, <c>sd_watchdog_enabled(3)</c>).</summary>
/// <param name="Socket">The address to tell it at.</param>
/// <param name="Watchdog">Within which time it wants a sign of life, or null.</param>
internal sealed record NotifyVariables(string Socket, TimeSpan? Watchdog)
{
    /// <summary>The variable whose presence says that somebody wants to be told.</summary>
    public const string SocketVariable = "NOTIFY_SOCKET";

    private const string WatchdogVariable = "WATCHDOG_USEC";
    private const string WatchdogPidVariable = "WATCHDOG_PID";

    /// <summary>Reads them, and takes them out of this process: a command that it starts must not speak for it.</summary>
    /// <returns>Null where nobody wants to be told.</returns>
    public static NotifyVariables? Take()
    {
        var taken = Read(Environment.GetEnvironmentVariable, Environment.ProcessId);
        foreach (var name in (string[])[SocketVariable, WatchdogVariable, WatchdogPidVariable])
            Environment.SetEnvironmentVariable(name, null);
        return taken;
    }

    /// <param name="variable">The environment.</param>
    /// <param name="pid">This process: a watchdog that is meant for another is none.</param>
    internal static NotifyVariables? Read(Func<string, string?> variable, int pid)
    {
        if (variable(SocketVariable) is not { Length: > 1 } socket || socket[0] is not ('/' or '@'))
            return null;
        var forUs = variable(WatchdogPidVariable) is not { Length: > 0 } meant || meant == pid.ToString(CultureInfo.InvariantCulture);
        var isOn = long.TryParse(variable(WatchdogVariable), NumberStyles.None, CultureInfo.InvariantCulture, out var microseconds) && microseconds is > 0 and < long.MaxValue / 10;
        return new NotifyVariables(socket, forUs && isOn ? TimeSpan.FromMicroseconds(microseconds) : null);
    }
}
