using System.Diagnostics;
using Izzy.Network.Tests.Processes;

namespace Izzy.Network.Tests.Services;

/// <summary>What systemd itself says of the units.</summary>
public sealed class UnitTests
{
    private static readonly string s_izzy = Path.Combine(AppContext.BaseDirectory, "izzy");

    [Theory]
    [InlineData("mother", "--expect", "so fa", "--interval", "90ms")]
    [InlineData("client", "--name", "so fa\"$x%", "--on-stop", "echo \"$IZZY_NAME 100%\" ; true", "--device", "/dev/gpiochip0", "--group", "tty")]
    [InlineData("client", "--name", "wagon", "--reset", "auto")]
    [InlineData("mother", "--key-file", "/etc/izzy/key")]
    [InlineData("client", "--name", "wagon", "--key-file", "/etc/izzy/key", "--on-stop", "true")]
    public void Systemd_finds_nothing_wrong_with_a_unit(params string[] arguments)
    {
        var root = Directory.CreateTempSubdirectory("izzy-test-").FullName;
        try
        {
            using (var install = IzzyProcess.Start(["install", .. arguments, "--root", root, "--program", Plain(s_izzy)]))
                Assert.Equal(0, install.WaitForExit());
            Assert.Equal("", Verify(Assert.Single(Directory.GetFiles(Path.Combine(root, "etc/systemd/system")))));
        }
        finally
        {
            Directory.Delete(root, recursive: true);
        }
    }

    [Fact]
    public void Systemd_finds_nothing_wrong_with_the_buttons_unit()
    {
        var samples = Path.Combine(Relay.SampleDirectory, "izzy-button.service");
        var directory = Directory.CreateTempSubdirectory("izzy-test-").FullName;
        try
        {
            var unit = Path.Combine(directory, "izzy-button.service");
            File.WriteAllText(unit, File.ReadAllText(samples).Replace("/opt/izzy/relay.sh", "/bin/sh", StringComparison.Ordinal));
            Assert.Equal("", Verify(unit));
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    // A path with letters that a unit cannot have belongs to the machine that tests, not to what is tested.
    private static string Plain(string path) => path.All(c => char.IsAsciiLetterOrDigit(c) || "/._+-".Contains(c, StringComparison.Ordinal)) ? path : "/bin/sh";

    private static string Verify(string unit)
    {
        var start = new ProcessStartInfo("systemd-analyze", ["verify", "--man=no", unit]) { RedirectStandardError = true, RedirectStandardOutput = true };
        Process? process = null;
        try
        {
            process = Process.Start(start);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Skip("systemd-analyze is not installed (Debian: apt-get install systemd).");
        }

        using (process)
        {
            var output = process!.StandardError.ReadToEnd();
            Assert.True(process.WaitForExit(IzzyProcess.Patience));
            return output;
        }
    }
}
