using System.ComponentModel;
using System.Diagnostics;

namespace Izzy.Network.Tests.Namespaces;

/// <summary>The system's own tools (<c>ip</c>, <c>tc</c>, <c>iptables</c>), run to their end.</summary>
internal static class Commands
{
    /// <exception cref="InvalidOperationException">It failed; the message says with which words.</exception>
    public static void Run(string command, string arguments, string? input = null)
    {
        if (Try(command, arguments, input) is { } error)
            throw new InvalidOperationException($"{command} {arguments}: {error}");
    }

    /// <returns>Null if it went well, else what the tool said against it.</returns>
    public static string? Try(string command, string arguments, string? input = null)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(command, arguments)
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
            process.StandardInput.Write(input);
            process.StandardInput.Close();
            var error = process.StandardError.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0 ? null : $"exit code {process.ExitCode}. {error.Trim()}";
        }
        catch (Win32Exception)
        {
            return $"The command {command} is missing.";
        }
    }
}
