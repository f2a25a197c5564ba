using System.Diagnostics;

namespace Izzy.Network.Tests.Processes;

/// <summary>The robot in Python that the guide shows, with a real Mother.</summary>
public sealed class PythonRobotTests
{
    [Fact]
    public void It_drives_once_it_is_reset_stops_when_Mother_stops_it_and_again_when_izzy_dies()
    {
        using var rig = new Rig();
        using var robot = new PythonRobot(rig);
        using var mother = rig.Mother();
        Assert.Equal("sofa", mother.WaitFor("izzy-found").GetProperty("name").GetString());
        // Manual, as the sample has it: nothing moves by itself.
        Thread.Sleep(1500);
        Assert.DoesNotContain(robot.Lines, line => line.Contains("mm/s", StringComparison.Ordinal));

        Reset(rig, robot, after: 0);
        mother.WaitFor("izzy-status", which: moving => moving.GetProperty("status").GetString() == "MOVING");

        mother.Type("stop");
        mother.WaitFor("stop-confirmed");
        robot.WaitForLast("motors: off");

        mother.Type("reset");
        mother.WaitFor("reset");
        Reset(rig, robot, after: robot.Lines.Count);
        Signals.Kill(robot.Izzy);
        robot.WaitForLast("motors: off");
        robot.WaitForExit();
    }

    /// <summary>As a patient person presses a button.</summary>
    private static void Reset(Rig rig, PythonRobot robot, int after)
    {
        for (var until = Stopwatch.StartNew(); until.Elapsed < IzzyProcess.Patience;)
        {
            using var reset = IzzyProcess.Start("reset", "sofa", "--state", rig.State);
            _ = reset.WaitForExit();
            for (var i = 0; i < 15; i++)
            {
                if (robot.Lines.Skip(after).Any(line => line == "motors: 300 mm/s"))
                    return;
                Thread.Sleep(100);
            }
        }

        Assert.Fail($"It does not drive.\n{string.Join('\n', robot.Lines)}");
    }

    private sealed class PythonRobot : IDisposable
    {
        private readonly Process _process;
        private readonly List<string> _lines = [];

        public PythonRobot(Rig rig)
        {
            var start = new ProcessStartInfo("python3", [Path.Combine(AppContext.BaseDirectory, "robot.py")]) { RedirectStandardOutput = true };
            start.Environment["PATH"] = $"{AppContext.BaseDirectory}:{Environment.GetEnvironmentVariable("PATH")}";
            start.Environment["IZZY_TO_CLIENT_PORT"] = $"{rig.ToClient}";
            start.Environment["IZZY_FROM_CLIENT_PORT"] = $"{rig.FromClient}";
            start.Environment["IZZY_STATE"] = rig.State;
            _process = Process.Start(start)!;
            new Thread(Read) { IsBackground = true }.Start();
        }

        /// <summary>The process that runs the heartbeat for it.</summary>
        public int Izzy => int.Parse(File.ReadAllText($"/proc/{_process.Id}/task/{_process.Id}/children").Trim(), System.Globalization.CultureInfo.InvariantCulture);

        public IReadOnlyList<string> Lines
        {
            get
            {
                lock (_lines)
                    return [.. _lines];
            }
        }

        public void WaitForLast(string line)
        {
            for (var until = Stopwatch.StartNew(); until.Elapsed < IzzyProcess.Patience && Lines[^1] != line;)
                Thread.Sleep(20);
            Assert.Equal(line, Lines[^1]);
        }

        public void WaitForExit() => Assert.True(_process.WaitForExit(IzzyProcess.Patience));

        public void Dispose()
        {
            if (!_process.HasExited)
                _process.Kill(entireProcessTree: true);
            _process.Dispose();
        }

        private void Read()
        {
            while (_process.StandardOutput.ReadLine() is { } line)
            {
                lock (_lines)
                    _lines.Add(line);
            }
        }
    }
}
