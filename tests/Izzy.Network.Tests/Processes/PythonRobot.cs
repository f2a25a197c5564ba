using System.Diagnostics;
using System.Globalization;
using Izzy.Network.Tests.Namespaces;

namespace Izzy.Network.Tests.Processes;

/// <summary>The process of the robot in Python that the guide shows, with what it prints.</summary>
internal sealed class PythonRobot : IDisposable
{
    private static readonly string s_sample = Path.Combine(AppContext.BaseDirectory, "robot.py");

    private readonly Process _process;
    private readonly List<string> _lines = [];
    private readonly List<string> _errors = [];

    private PythonRobot(Rig rig, string program, string? folderOfIzzy, string? host = null)
    {
        if (Commands.Try("python3", "--version") is { } error)
            Assert.Skip($"Debian's package python3 is missing. {error}");
        string[] command = [.. host is null ? (string[])[] : ["ip", "netns", "exec", host], "python3", program];
        var start = new ProcessStartInfo(command[0], command[1..]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["PATH"] = $"{folderOfIzzy ?? AppContext.BaseDirectory}:{Environment.GetEnvironmentVariable("PATH")}";
        start.Environment["IZZY_TO_CLIENT_PORT"] = $"{rig.ToClient}";
        start.Environment["IZZY_FROM_CLIENT_PORT"] = $"{rig.FromClient}";
        start.Environment["IZZY_STATE"] = rig.State;
        _process = Process.Start(start)!;
        new Thread(() => Read(_process.StandardOutput, _lines)) { IsBackground = true }.Start();
        new Thread(() => Read(_process.StandardError, _errors)) { IsBackground = true }.Start();
    }

    public int Pid => _process.Id;

    /// <summary>The process that runs the heartbeat for it.</summary>
    public int Izzy => int.Parse(File.ReadAllText($"/proc/{Pid}/task/{Pid}/children").Trim(), CultureInfo.InvariantCulture);

    public IReadOnlyList<string> Lines => Copy(_lines);

    /// <summary>What it, izzy and the stop command say against something.</summary>
    public IReadOnlyList<string> Errors => Copy(_errors);

    /// <summary>Starts it as it is.</summary>
    public static PythonRobot Start(Rig rig) => new(rig, s_sample, null);

    /// <summary>Starts it as it is, inside a network namespace.</summary>
    public static PythonRobot StartIn(string host, Rig rig) => new(rig, s_sample, null, host);

    /// <summary>Starts it with other motors: the lines of a class <c>Mine(Motors)</c>.</summary>
    public static PythonRobot StartWith(Rig rig, string motors)
    {
        var sample = File.ReadAllText(s_sample);
        var changed = sample.Replace("motors = Motors()", $"class Mine(Motors):\n{motors}\n\nmotors = Mine()", StringComparison.Ordinal);
        Assert.NotEqual(sample, changed);
        var program = rig.FileFor("robot.py");
        File.WriteAllText(program, changed);
        return new PythonRobot(rig, program, null);
    }

    /// <summary>Starts it with a script of the shell in the place of izzy.</summary>
    public static PythonRobot StartBeside(Rig rig, string izzy)
    {
        var program = rig.FileFor("izzy");
        File.WriteAllText(program, $"#!/bin/sh\n{izzy}\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return new PythonRobot(rig, s_sample, rig.State);
    }

    /// <summary>Resets it as a patient person presses a button, until it drives.</summary>
    public void Permit(Rig rig)
    {
        var before = Lines.Count;
        for (var until = Stopwatch.StartNew(); until.Elapsed < IzzyProcess.Patience;)
        {
            using var reset = IzzyProcess.Start("reset", "sofa", "--state", rig.State);
            _ = reset.WaitForExit();
            if (SpinWait.SpinUntil(() => Lines.Skip(before).Contains("motors: 300 mm/s"), TimeSpan.FromSeconds(1.5)))
                return;
        }

        Assert.Fail($"It does not drive.\n{string.Join('\n', Lines.Concat(Errors))}");
    }

    public void WaitForLast(string line) => Assert.True(
        SpinWait.SpinUntil(() => Lines is [.., var last] && last == line, IzzyProcess.Patience), $"'{line}' is not the last.\n{string.Join('\n', Lines.Concat(Errors))}");

    public void WaitForError(string beginning) => Assert.True(
        SpinWait.SpinUntil(() => Errors.Any(line => line.StartsWith(beginning, StringComparison.Ordinal)), IzzyProcess.Patience),
        $"Nobody said '{beginning}'.\n{string.Join('\n', Lines.Concat(Errors))}");

    public int WaitForExit()
    {
        Assert.True(_process.WaitForExit(IzzyProcess.Patience), "The robot's program did not end.");
        return _process.ExitCode;
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        _process.Dispose();
    }

    private static IReadOnlyList<string> Copy(List<string> lines)
    {
        lock (lines)
            return [.. lines];
    }

    private static void Read(StreamReader reader, List<string> lines)
    {
        try
        {
            while (reader.ReadLine() is { } line)
            {
                lock (lines)
                    lines.Add(line);
            }
        }
        catch (Exception closed) when (closed is IOException or ObjectDisposedException or InvalidOperationException)
        {
            // The process was disposed of.
        }
    }
}
