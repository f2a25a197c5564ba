using System.ComponentModel;
using System.Diagnostics;

namespace Izzy.Cli.Doctor;

/// <summary>The system's own tools, asked what they see.</summary>
internal static class SystemTool
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(3);

    /// <summary>What it prints; null if it is missing, refuses or takes too long.</summary>
    public static string? Ask(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true });
            if (process is null)
                return null;
            var output = process.StandardOutput.ReadToEndAsync();
            _ = process.StandardError.ReadToEndAsync();
            if (!process.WaitForExit(s_patience))
            {
                process.Kill();
                return null;
            }

            return process.ExitCode == 0 ? output.GetAwaiter().GetResult() : null;
        }
        catch (Exception missing) when (missing is Win32Exception or InvalidOperationException or IOException)
        {
            return null;
        }
    }
}
