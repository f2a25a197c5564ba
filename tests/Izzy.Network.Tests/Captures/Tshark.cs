using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.RegularExpressions;
using Izzy.Network.Tests.Namespaces;

namespace Izzy.Network.Tests.Captures;

/// <summary>Wireshark's own program for terminals, with the dissector installed as the document says, in a home of its own.</summary>
internal sealed partial class Tshark : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    private readonly string _home = Directory.CreateTempSubdirectory("izzy-tshark-").FullName;

    public Tshark()
    {
        if (Commands.Try("tshark", "--version") is { } error)
            Assert.Skip($"Debian's package tshark is missing. {error}");
        var copy = CopyCommand().Match(File.ReadAllText(Path.Combine(Root, "docs", "capture.md"))).Groups[1].Value;
        Assert.NotEmpty(copy);
        _ = Run("sh", "-c", copy);
    }

    /// <summary>Where the repository is.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The layers of each frame that is a heartbeat to it.</summary>
    public List<JsonElement> Read(string file, params string[] more)
    {
        using var json = JsonDocument.Parse(Run("tshark", ["-n", "-r", file, "-2", "-T", "json", .. more]));
        return [.. json.RootElement.EnumerateArray().Select(frame => frame.GetProperty("_source").GetProperty("layers").Clone())];
    }

    public void Dispose() => Directory.Delete(_home, recursive: true);

    private string Run(string command, params string[] arguments)
    {
        var start = new ProcessStartInfo(command, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = Root };
        start.Environment["HOME"] = _home;
        start.Environment.Remove("XDG_CONFIG_HOME");
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEndAsync();
        if (!process.WaitForExit(s_patience))
        {
            process.Kill();
            Assert.Fail($"{command} did not end within {s_patience.TotalSeconds} s.");
        }

        Assert.True(process.ExitCode == 0, $"{command} ended with {process.ExitCode}: {errors.Result}");
        // A script with an error is told of and left out.
        Assert.DoesNotContain("Lua", errors.Result, StringComparison.Ordinal);
        return output.Result;
    }

    private static string FindRoot([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", ".."));

    /// <summary>The one command that the document gives for it.</summary>
    [GeneratedRegex("^(mkdir -p .*izzy[.]lua.*)$", RegexOptions.Multiline)]
    private static partial Regex CopyCommand();
}
