using System.Diagnostics;

namespace Izzy.Cli.Guard;

/// <summary>The user's command of <c>--on-stop</c>: started through the system's shell, with the cause in its environment.</summary>
/// <param name="Command">As the user wrote it.</param>
/// <param name="Name">The IZZY's name.</param>
internal sealed record StopCommand(string Command, string Name)
{
    /// <summary>Starts it; does not wait for its end.</summary>
    /// <returns>Null if it was started, otherwise what is wrong.</returns>
    public string? Run(string cause)
    {
        var start = OperatingSystem.IsWindows()
            ? new ProcessStartInfo("cmd.exe", ["/c", Command])
            : new ProcessStartInfo("/bin/sh", ["-c", Command]);
        start.Environment["IZZY_STOP_CAUSE"] = cause;
        start.Environment["IZZY_NAME"] = Name;
        // Its input is not ours: a command that reads would take the operator's lines, or the guard's.
        start.RedirectStandardInput = true;
        try
        {
            using var process = Process.Start(start);
            process?.StandardInput.Close();
            return null;
        }
        catch (Exception exception)
        {
            return exception.Message;
        }
    }
}
