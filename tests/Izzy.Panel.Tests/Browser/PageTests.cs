using System.Diagnostics;

namespace Izzy.Panel.Tests.Browser;

/// <summary>The page's own tests, which stand beside it in TypeScript: its types, and the parts that need no document.</summary>
public sealed class PageTests
{
    [Theory]
    [InlineData("check")]
    [InlineData("test")]
    public async Task The_page_is_sound_by_its_own_account(string script)
    {
        // The build fetched what they need, where it could.
        var page = Path.Combine(Root(), "src", "Izzy.Panel", "web");
        Assert.SkipUnless(Directory.Exists(Path.Combine(page, "node_modules")), "Node.js and npm were not there when the panel was built; as root, ./test.sh installs them.");
        using var npm = Process.Start(new ProcessStartInfo("npm", ["run", script]) { WorkingDirectory = page, RedirectStandardOutput = true, RedirectStandardError = true })!;
        var errors = npm.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = await npm.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await npm.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(npm.ExitCode == 0, $"npm run {script}\n{output}\n{await errors}");
    }

    private static string Root()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Izzy.slnx")))
            folder = Path.GetDirectoryName(folder)!;
        return folder;
    }
}
