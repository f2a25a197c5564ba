using System.Diagnostics;
using System.Runtime.CompilerServices;
using Izzy.Network.Tests.Processes;

namespace Izzy.Network.Tests.Services;

/// <summary>
/// The script <c>samples/Relay/relay.sh</c> with stand-ins on the path: a <c>gpioset</c> that keeps the level of a line in a file, and a
/// <c>gpiomon</c> that waits for a press by the test. There is no GPIO on a machine that tests.
/// </summary>
internal sealed class Relay : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("izzy-relay-").FullName;
    private readonly List<Process> _processes = [];
    private readonly List<string> _complaints = [];

    /// <param name="version">Of libgpiod, 1 or 2: their commands take other options.</param>
    public Relay(int version)
    {
        StandIn("gpioset", $"""
            case "{version}$1" in 1--mode=exit | 2--chip) ;; *) echo "unrecognized option '$1'" >&2; exit 1 ;; esac
            echo "$*" >> "{_directory}/asked"
            for last; do :; done
            echo "$last" > "{_directory}/level.$$" && mv "{_directory}/level.$$" "{_directory}/level"
            """);
        StandIn("gpiomon", $"""
            if [ "$1" = --version ]; then echo "gpiomon (libgpiod) v{version}.6.3"; exit; fi
            echo "$*" > "{_directory}/watched"
            while ! rm "{_directory}/press" 2>/dev/null; do sleep 0.02; done
            """);
    }

    public static string SampleDirectory { get; } = FindSamples();

    public static string Script { get; } = Path.Combine(SampleDirectory, "relay.sh");

    /// <summary>What is first on the path of the script.</summary>
    public string Folder => _directory;

    /// <summary>The level that the line was set to last, such as <c>17=0</c>, or empty.</summary>
    public string Level => Read("level");

    public string Asked => Read("asked");

    public string Watched => Read("watched");

    public string CommandToOpen => $"PATH={_directory}:$PATH STATE_DIRECTORY={_directory} {Script} open";

    /// <summary>Puts a command of this name on the script's path.</summary>
    public void StandIn(string name, string body)
    {
        var path = Path.Combine(_directory, name);
        File.WriteAllText(path, $"#!/bin/sh\n{body}\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    public int Open()
    {
        using var process = Start("open", _directory);
        Assert.True(process.WaitForExit(IzzyProcess.Patience));
        return process.ExitCode;
    }

    /// <summary>What the script said against it while it watched the button.</summary>
    public string Complaints
    {
        get
        {
            lock (_complaints)
                return string.Join('\n', _complaints);
        }
    }

    /// <summary>Starts to watch the button of this IZZY.</summary>
    public void WatchButton(string name)
    {
        var button = Start("button", _directory, name);
        button.ErrorDataReceived += (_, line) =>
        {
            lock (_complaints)
                _complaints.Add(line.Data ?? "");
        };
        button.BeginErrorReadLine();
        _processes.Add(button);
    }

    public void Press()
    {
        Assert.True(SpinWait.SpinUntil(() => Watched.Length > 0 && !File.Exists(Path.Combine(_directory, "press")), IzzyProcess.Patience));
        File.WriteAllText(Path.Combine(_directory, "press"), "");
    }

    public Process Start(string what, string state, string name = "sofa")
    {
        var start = new ProcessStartInfo(Script, [what]) { RedirectStandardError = what == "button" };
        start.Environment["PATH"] = $"{_directory}:{Environment.GetEnvironmentVariable("PATH")}";
        start.Environment["STATE_DIRECTORY"] = state;
        start.Environment["IZZY_NAME"] = name;
        return Process.Start(start)!;
    }

    public void Dispose()
    {
        foreach (var process in _processes)
        {
            process.Kill(entireProcessTree: true);
            process.WaitForExit();
            process.Dispose();
        }

        Directory.Delete(_directory, recursive: true);
    }

    private string Read(string file)
    {
        var path = Path.Combine(_directory, file);
        return File.Exists(path) ? File.ReadAllText(path).Trim() : "";
    }

    private static string FindSamples([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "..", "samples", "Relay"));
}
