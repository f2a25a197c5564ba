using Izzy.Cli.Text;

namespace Izzy.Cli.Install;

/// <summary>Where a unit is written, and how: whole or not at all.</summary>
/// <param name="Root">The directory that stands for <c>/</c>: another one for an image that is being made.</param>
/// <param name="FileName">The unit's file.</param>
internal sealed record UnitFile(string Root, string FileName)
{
    private const UnixFileMode Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    /// <summary>Its place in the system that it is for.</summary>
    public string Place => $"/etc/systemd/system/{FileName}";

    /// <summary>Its place on this disk.</summary>
    public string Path => System.IO.Path.Combine(Root, Place[1..]);

    /// <summary>Writes it.</summary>
    /// <param name="text">The unit.</param>
    /// <param name="force">Whether one that differs may be overwritten.</param>
    /// <exception cref="CommandException">It differs and must not be overwritten, or cannot be written.</exception>
    public void Write(string text, bool force)
    {
        try
        {
            if (!force && File.Exists(Path) && File.ReadAllText(Path) != text)
            {
                throw new CommandException(
                    new Problem($"{Path} is there already, and differs.", "See by --dry-run what would stand there; overwrite it by --force, or change it with systemctl edit."),
                    ExitCodes.BadPacketOrState);
            }

            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(Path)!);
            // Renamed when it is whole: half a unit must never be found there.
            var written = $"{Path}.{Environment.ProcessId}.new";
            try
            {
                File.WriteAllText(written, text);
                if (!OperatingSystem.IsWindows())
                    File.SetUnixFileMode(written, Mode);
                File.Move(written, Path, overwrite: true);
            }
            finally
            {
                File.Delete(written);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new CommandException(new Problem($"{Path} cannot be written: {exception.Message}", "Run it as root, such as by sudo, or name another place by --root; --dry-run only prints."));
        }
    }
}
