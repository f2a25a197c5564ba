namespace Izzy.Cli.Doctor;

/// <summary>Being root, and how to be.</summary>
internal static class Superuser
{
    /// <summary>The doctor as root: a global tool is not among the programs that root finds by name, and root's own state directory is another one.</summary>
    public const string Doctor = "sudo \"$(command -v izzy)\" doctor --state DIR";

    public static bool IsMe => OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess;
}
