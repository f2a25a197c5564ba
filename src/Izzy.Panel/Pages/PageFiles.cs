using System.Collections.Frozen;
using System.Reflection;

namespace Izzy.Panel.Pages;

/// <summary>A file of the page.</summary>
/// <param name="Bytes">What is in it.</param>
/// <param name="ContentType">What it is.</param>
/// <param name="IsHashed">Whether its name changes with what is in it, so that a browser may keep it.</param>
internal sealed record PageFile(byte[] Bytes, string ContentType, bool IsHashed);

/// <summary>The page as it was built into this assembly; nothing is read from the disk, so no request can name another file.</summary>
internal static class PageFiles
{
    private const string Root = "wwwroot/";
    private const string Hashed = "assets/";

    private static readonly FrozenDictionary<string, string> s_types = new Dictionary<string, string>
    {
        [".html"] = "text/html; charset=utf-8",
        [".js"] = "text/javascript; charset=utf-8",
        [".css"] = "text/css; charset=utf-8",
        [".svg"] = "image/svg+xml",
        [".png"] = "image/png",
        [".ico"] = "image/x-icon",
        [".woff2"] = "font/woff2",
        [".json"] = "application/json",
        [".webmanifest"] = "application/manifest+json",
        [".txt"] = "text/plain; charset=utf-8",
    }.ToFrozenDictionary();

    /// <summary>Every file by the path that a browser asks for; <c>/</c> is the page itself, or a plain one where none was built.</summary>
    public static FrozenDictionary<string, PageFile> Load(Assembly assembly)
    {
        var files = new Dictionary<string, PageFile>();
        foreach (var name in assembly.GetManifestResourceNames().Where(name => name.StartsWith(Root, StringComparison.Ordinal)))
        {
            var path = name[Root.Length..];
            if (s_types.TryGetValue(Path.GetExtension(path), out var type))
                files[$"/{path}"] = new PageFile(Read(assembly, name), type, path.StartsWith(Hashed, StringComparison.Ordinal));
        }

        files["/"] = files.GetValueOrDefault("/index.html") ?? PlainPage.NotBuilt;
        return files.ToFrozenDictionary();
    }

    private static byte[] Read(Assembly assembly, string name)
    {
        using var stream = assembly.GetManifestResourceStream(name)!;
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
