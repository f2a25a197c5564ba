using System.Diagnostics;
using Izzy.Cli.Output;

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
        // Nothing of it is inherited. A command that reads would take the operator's lines, and one that prints into the pipe of a
        // client that was killed would itself be ended by the system before it opened the relay.
        start.RedirectStandardInput = start.RedirectStandardOutput = start.RedirectStandardError = true;
        try
        {
            var process = Process.Start(start) ?? throw new InvalidOperationException("the system started nothing");
            process.StandardInput.Close();
            // Threads that keep this process until the command has ended, so that its output always has a reader.
            new Thread(() => Forward(process.StandardOutput)) { Name = "stop-output" }.Start();
            new Thread(() => Forward(process.StandardError)) { Name = "stop-errors" }.Start();
            new Thread(() => TellFailure(process)) { Name = "stop-end" }.Start();
            return null;
        }
        catch (Exception exception)
        {
            return exception.Message;
        }
    }

    // Nothing waits for it but this thread: a relay that stays closed is told, and the stop goes its way.
    private static void TellFailure(Process process)
    {
        process.WaitForExit();
        if (process.ExitCode != 0)
            Failure.Report(Console.Error, $"The stop command ended with {process.ExitCode}, so the drive may not be cut.", "Use the wired button, and run the command by hand as the user of this client to see what is wrong.");
    }

    private static void Forward(StreamReader output)
    {
        // In pieces, for a command may print for ever without a line end.
        var piece = new char[4096];
        while (output.Read(piece) is > 0 and var length)
        {
            try
            {
                Console.Error.Write(piece, 0, length);
            }
            catch (Exception closed) when (Outputs.IsGone(closed))
            {
                // Nobody is left to read it; the command must be able to go on all the same.
            }
        }
    }
}
