using Izzy.Cli.Text;

namespace Izzy.Cli.Install;

/// <summary>
/// Whether a stop command can do its work in the service, which sees and may do less than a person at a shell: a command that fails there
/// would leave a relay closed. The first word alone is looked at; what stands behind it is the shell's.
/// </summary>
internal static class ServiceStop
{
    /// <summary>Said where no device is named: many a command needs one, and not all.</summary>
    public static Problem WithoutDevice { get; } = new(
        "Note: no --device is named, so the service and its stop command see none: a relay at a GPIO, serial or USB device would stay closed.",
        "Name what the command opens, such as --device /dev/gpiochip0 --group gpio, unless it needs no device; then try it by a drill.");

    /// <summary>What is wrong with it, or null.</summary>
    /// <param name="command">As the user wrote it.</param>
    /// <param name="isForImage">Whether it is for another system, where the file may come later.</param>
    public static Problem? Check(string command, bool isForImage)
    {
        var first = command.Split((char[])[' ', '\t', '\n', ';', '&', '|', '<', '>', '(', ')'], 2, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).FirstOrDefault("").Trim('"', '\'');
        if (Path.GetFileName(first) is "sudo" or "doas" or "pkexec")
            return new Problem($"--on-stop: {Cells.Quote(first)} does nothing in a service, which may not become another user.", "Leave it out, and give the service what it needs by --device and --group.");
        if (first.StartsWith('~') || first.StartsWith("$HOME", StringComparison.Ordinal) || ServiceProgram.IsHidden(first))
        {
            return new Problem(
                $"--on-stop: {Cells.Quote(first)} cannot be seen by a service: it is in somebody's home, or in a place for what does not last.",
                "Copy it to /opt/izzy, and name it there, such as --on-stop '/opt/izzy/relay.sh open'.");
        }

        return first.StartsWith('/') && !isForImage && !first.Contains('$', StringComparison.Ordinal) && !File.Exists(first)
            ? new Problem($"--on-stop: There is no {Cells.Quote(first)}.", "Copy it there first, or write its right path.")
            : null;
    }
}
