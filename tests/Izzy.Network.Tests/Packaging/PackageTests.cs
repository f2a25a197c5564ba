using System.Diagnostics;
using System.IO.Compression;
using System.Text.Json;
using Izzy.Network.Tests.Processes;

namespace Izzy.Network.Tests.Packaging;

/// <summary>What a stranger gets: packages made as the guide says, installed from a folder, and run in an empty directory.</summary>
public sealed class PackageTests(PackageTests.Packed packed) : IClassFixture<PackageTests.Packed>
{
    [Theory]
    [InlineData("Izzy.Heartbeat", "lib/net10.0/Izzy.Heartbeat.dll", "lib/net10.0/Izzy.Heartbeat.xml")]
    [InlineData("Izzy.Heartbeat.Hosting", "lib/net10.0/Izzy.Heartbeat.Hosting.dll", "lib/net10.0/Izzy.Heartbeat.Hosting.xml")]
    [InlineData("izzy", "tools/net10.0/any/izzy.dll", "tools/net10.0/any/Izzy.Panel.dll", "tools/net10.0/any/DotnetToolSettings.xml")]
    public void A_package_has_its_files_its_readme_its_licence_and_its_symbols(string name, params string[] files)
    {
        using var package = packed.Open(name, "nupkg");
        var entries = package.Entries.Select(entry => entry.FullName).ToList();
        Assert.All([.. files, "README.md", "LICENSE"], file => Assert.Contains(file, entries));
        using var description = new StreamReader(package.GetEntry($"{name}.nuspec")!.Open());
        var nuspec = description.ReadToEnd();
        Assert.Contains("<license type=\"expression\">MIT</license>", nuspec, StringComparison.Ordinal);
        Assert.Contains("<authors>Izzy contributors</authors>", nuspec, StringComparison.Ordinal);
        Assert.Contains("<readme>README.md</readme>", nuspec, StringComparison.Ordinal);
        using var symbols = packed.Open(name, "snupkg");
        Assert.Contains(symbols.Entries, entry => entry.FullName == files[0].Replace(".dll", ".pdb", StringComparison.Ordinal));
        // Where it was built from: a debugger finds the source by it (SourceLink needs the repository's address as well, which a bare checkout does not have).
        if (Packed.Commit is { } commit)
            Assert.Contains($"commit=\"{commit}\"", nuspec, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_tool_is_installed_from_a_folder_and_runs_the_demo_for_five_seconds_in_an_empty_directory()
    {
        var tools = packed.FolderFor("tools");
        packed.Dotnet("tool", "install", "izzy", "--tool-path", tools, "--source", packed.Packages, "--version", "0.1.0");
        var empty = packed.FolderFor("empty");
        var start = new ProcessStartInfo(Path.Combine(tools, "izzy"), ["demo", "--seconds", "5", "--json", "--panel", "http://127.0.0.1:0"])
        {
            WorkingDirectory = empty,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        start.Environment["XDG_STATE_HOME"] = packed.FolderFor("state");
        using var demo = Process.Start(start)!;
        var panel = (await demo.StandardError.ReadLineAsync(TestContext.Current.CancellationToken))!;
        Assert.StartsWith("Panel: http://127.0.0.1:", panel, StringComparison.Ordinal);
        using var browser = new HttpClient();
        Assert.Contains("STOP ALL", await browser.GetStringAsync(new Uri(panel["Panel: ".Length..]), TestContext.Current.CancellationToken), StringComparison.Ordinal);
        var errors = demo.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var lines = (await demo.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.True(demo.WaitForExit(IzzyProcess.Patience));
        Assert.Equal(0, demo.ExitCode);
        var summary = JsonDocument.Parse(lines[^1]).RootElement;
        Assert.Equal("summary", summary.GetProperty("event").GetString());
        Assert.Equal(6, summary.GetProperty("found").GetInt32());
        Assert.Empty(await errors);
        Assert.Empty(Directory.GetFileSystemEntries(empty));
    }

    [Fact]
    public void A_program_that_was_made_from_nothing_is_compiled_against_the_package()
    {
        var folder = packed.FolderFor("sofa");
        // As the guide adds the folder to the places that packages come from, but for this program alone; and with no package that is here already.
        File.WriteAllText(Path.Combine(folder, "Directory.Build.props"), $"""
            <Project>
              <PropertyGroup>
                <RestoreAdditionalProjectSources>{packed.Packages}</RestoreAdditionalProjectSources>
                <RestorePackagesPath>{packed.FolderFor("restored")}</RestorePackagesPath>
              </PropertyGroup>
            </Project>
            """);
        packed.Dotnet("new", "console", "-o", folder);
        packed.Dotnet("add", folder, "package", "Izzy.Heartbeat", "--version", "0.1.0");
        foreach (var file in Directory.GetFiles(Path.Combine(Packed.Root(), "samples", "Robot"), "*.cs"))
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)), overwrite: true);
        packed.Dotnet("build", folder);
        Assert.True(File.Exists(Path.Combine(folder, "bin", "Debug", "net10.0", "Izzy.Heartbeat.dll")));
    }

    /// <summary>The packages, made once. What is packed is what was built for these tests.</summary>
    public sealed class Packed : IDisposable
    {
#if DEBUG
        private const string Configuration = "Debug";
#else
        private const string Configuration = "Release";
#endif

        // A restore on a busy machine; what hangs must not hold up the run for ever.
        private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(3);

        private readonly string _folder = Directory.CreateTempSubdirectory("izzy-pack-").FullName;

        public Packed()
        {
            foreach (var project in new[] { "Izzy.Heartbeat", "Izzy.Heartbeat.Hosting", "Izzy.Cli" })
                Dotnet("pack", Path.Combine(Root(), "src", project), "--no-build", "-c", Configuration, "-o", Packages);
        }

        /// <summary>The commit that is checked out; null where this is no checkout.</summary>
        public static string? Commit
        {
            get
            {
                using var git = Process.Start(new ProcessStartInfo("git", ["-C", Root(), "rev-parse", "HEAD"]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
                var commit = git.StandardOutput.ReadToEnd().Trim();
                git.WaitForExit();
                return git.ExitCode == 0 ? commit : null;
            }
        }

        public string Packages => FolderFor("packages");

        public string FolderFor(string name) => Directory.CreateDirectory(Path.Combine(_folder, name)).FullName;

        public ZipArchive Open(string name, string extension) => ZipFile.OpenRead(Path.Combine(Packages, $"{name}.0.1.0.{extension}"));

        public void Dotnet(params string[] arguments)
        {
            var start = new ProcessStartInfo("dotnet", arguments) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = _folder };
            using var process = Process.Start(start)!;
            var errors = process.StandardError.ReadToEndAsync();
            var reading = process.StandardOutput.ReadToEndAsync();
            if (!process.WaitForExit(s_patience))
                process.Kill(entireProcessTree: true);
            var output = reading.Result;
            Assert.True(process.ExitCode == 0, $"dotnet {string.Join(' ', arguments)}\n{output}\n{errors.Result}");
        }

        public void Dispose() => Directory.Delete(_folder, recursive: true);

        public static string Root()
        {
            var folder = AppContext.BaseDirectory;
            while (!File.Exists(Path.Combine(folder, "Izzy.slnx")))
                folder = Path.GetDirectoryName(folder)!;
            return folder;
        }
    }
}
