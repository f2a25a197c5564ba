using System.Runtime.InteropServices;

namespace Izzy.Cli.Install;

/// <summary>Whether <c>setcap</c> gave a program rights of its own. Such a one does not start where its rights are taken from it before (<c>capabilities(7)</c>, "File capabilities").</summary>
internal static partial class FileCapabilities
{
    private const string Attribute = "security.capability";

    public static bool Has(string path) => Has(path, Attribute);

    /// <param name="path">The file.</param>
    /// <param name="attribute">The name of an extended attribute.</param>
    internal static bool Has(string path, string attribute) => OperatingSystem.IsLinux() && GetXattr(path, attribute, 0, 0) >= 0;

    // Of size 0 it only says how long the value is; below 0 there is none, or the file system knows of none.
    [LibraryImport("libc", EntryPoint = "getxattr", StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint GetXattr(string path, string name, nint value, nuint size);
}
