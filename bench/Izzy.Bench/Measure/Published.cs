using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Izzy.Bench.Measure;

/// <summary>The command as it is published for this machine: compiled ahead of time, which a build for development is not.</summary>
internal sealed class Published : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("izzy-published");

    private Published()
    {
    }

    public string Folder => _folder.FullName;

    /// <exception cref="InvalidOperationException">This program does not stand in the source tree, or the publishing failed.</exception>
    public static Published Make()
    {
        var published = new Published();
        var project = Path.Combine(SourceTree(), "src", "Izzy.Cli");
        // No process of the build may stay and want the processors while the next is measured.
        string[] arguments =
        [
            "publish", project, "-c", "Release", "-r", RuntimeInformation.RuntimeIdentifier, "--no-self-contained", "-o", published.Folder,
            "-v", "q", "-nodeReuse:false", "-p:UseSharedCompilation=false",
        ];
        using var publish = Process.Start(new ProcessStartInfo("dotnet", arguments) { RedirectStandardOutput = true })!;
        var said = publish.StandardOutput.ReadToEndAsync();
        if (!publish.WaitForExit(TimeSpan.FromMinutes(10)))
        {
            publish.Kill(entireProcessTree: true);
            throw new InvalidOperationException("izzy was not published within ten minutes.");
        }

        return publish.ExitCode == 0 ? published : throw new InvalidOperationException($"izzy could not be published:\n{said.Result}");
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static string SourceTree()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Izzy.slnx")))
                return folder.FullName;
        }

        throw new InvalidOperationException("The source tree, which the command is published from, was not found above this program.");
    }
}
