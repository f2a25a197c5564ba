using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Izzy.Panel.Tests.Pages;

/// <summary>
/// What the build makes of a machine whose Node is missing, too old, or without the internet: MSBuild itself, with a pretended Node and npm.
/// </summary>
public sealed class PageBuildTests : IDisposable
{
    private const string New = "v20.19.0";

    private readonly string _folder = Directory.CreateTempSubdirectory("izzy-page-").FullName;

    public PageBuildTests()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The pretended programs are scripts of a shell.");
        File.Copy(Path.Combine(Root(), "src", "Izzy.Panel", "Page.targets"), Path.Combine(_folder, "Page.targets"));
        foreach (var file in (string[])["web/package.json", "web/package-lock.json", "web/src/main.ts"])
            Write(file, "{}");
        // Warnings count as errors here, as they may elsewhere.
        Write("page.proj", """
            <Project>
              <PropertyGroup><MSBuildTreatWarningsAsErrors>true</MSBuildTreatWarningsAsErrors></PropertyGroup>
              <Import Project="Page.targets" />
              <Target Name="Tell" DependsOnTargets="EmbedPage">
                <Message Importance="high" Text="embedded: @(EmbeddedResource->'%(LogicalName)')." />
              </Target>
            </Project>
            """);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task With_Node_the_page_is_built_once_and_told_nothing_of()
    {
        Pretend("node", $"echo {New}");
        Pretend("npm", """
            echo "npm $*" >> calls
            case $1 in
              ci) mkdir node_modules;;
              run) mkdir ../wwwroot; echo page > ../wwwroot/index.html;;
            esac
            """);
        for (var time = 0; time < 2; time++)
        {
            var said = await Build();
            Assert.Contains("embedded: wwwroot/index.html.", said, StringComparison.Ordinal);
            Assert.DoesNotContain("IZZY0001", said, StringComparison.Ordinal);
        }

        var calls = await File.ReadAllLinesAsync(Path.Combine(_folder, "web", "calls"), TestContext.Current.CancellationToken);
        Assert.Single(calls, call => call.StartsWith("npm run build", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("exit 127", "exit 127", "not found")]
    [InlineData("echo v18.19.0", "exit 0", "v18.19.0 is too old")]
    [InlineData("echo v20.18.9", "exit 0", "v20.18.9 is too old")]
    [InlineData($"echo {New}", "case $1 in ci) echo 'npm error: no network' >&2; exit 1;; esac", "could not fetch")]
    [InlineData($"echo {New}", "case $1 in ci) mkdir node_modules;; run) echo 'error TS1: no' >&2; exit 1;; esac", "could not be built")]
    public async Task Without_a_page_the_build_succeeds_and_warns_of_the_page_that_is_embedded_instead(string node, string npm, string why)
    {
        Pretend("node", node);
        Pretend("npm", npm);
        var said = await Build();
        Assert.Contains("warning IZZY0001", said, StringComparison.Ordinal);
        Assert.Contains(why, said, StringComparison.Ordinal);
        Assert.Contains("is a plain page with a stop button", said, StringComparison.Ordinal);
        Assert.Contains("embedded: .", said, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(_folder, "wwwroot", ".built")));

        // And where an older page stands there.
        Write("wwwroot/index.html", "old");
        said = await Build();
        Assert.Contains("is the page that was built here before", said, StringComparison.Ordinal);
        Assert.Contains("embedded: wwwroot/index.html.", said, StringComparison.Ordinal);
    }

    private static string Root([CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", ".."));

    private async Task<string> Build()
    {
        string[] arguments = ["msbuild", "page.proj", "-target:Tell", "-nologo", "-verbosity:minimal", "-nodeReuse:false"];
        var start = new ProcessStartInfo("dotnet", arguments) { RedirectStandardOutput = true, WorkingDirectory = _folder };
        start.Environment["PATH"] = $"{Path.Combine(_folder, "bin")}:{Environment.GetEnvironmentVariable("PATH")}";
        using var build = Process.Start(start)!;
        var said = await build.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await build.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(build.ExitCode == 0, said);
        return said;
    }

    private void Pretend(string program, string script)
    {
        var path = Write($"bin/{program}", $"#!/bin/sh\n{script}\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    private string Write(string file, string text)
    {
        var path = Path.Combine(_folder, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return path;
    }
}
