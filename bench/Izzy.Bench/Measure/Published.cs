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
        using var publish = Process.Start(new ProcessStartInfo("dotnet", ["publish", project, "-c", "Release", "-r", RuntimeInformation.RuntimeIdentifier, "--no-self-contained", "-o", published.Folder, "-v", "q"])
        {
            RedirectStandardOutput = true,
        })!;
        var said = publish.StandardOutput.ReadToEnd();
        publish.WaitForExit();
        return publish.ExitCode == 0 ? published : throw new InvalidOperationException($"izzy could not be published:\n{said}");
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
