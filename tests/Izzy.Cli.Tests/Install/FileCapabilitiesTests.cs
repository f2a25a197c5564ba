using System.ComponentModel;
using System.Diagnostics;
using Izzy.Cli.Install;

namespace Izzy.Cli.Tests.Install;

public sealed class FileCapabilitiesTests
{
    [Fact]
    public void A_program_that_was_given_capabilities_is_no_program_for_a_service()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Capabilities of files are Linux's.");
        var file = Path.Combine(AppContext.BaseDirectory, $"raised-{Guid.NewGuid():N}");
        File.WriteAllText(file, "");
        try
        {
            Assert.False(FileCapabilities.Has(file));
            Assert.SkipUnless(SetCap(file), "setcap is not installed (Debian: apt-get install libcap2-bin), or this is not root.");
            Assert.True(FileCapabilities.Has(file));
            if (!ServiceProgram.IsHidden(file))
                Assert.Contains("setcap", ServiceProgram.Check([file])!.What, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static bool SetCap(string file)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo("setcap", ["cap_net_raw+ep", file]) { RedirectStandardError = true })!;
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }
}
