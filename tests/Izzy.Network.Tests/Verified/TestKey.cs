using System.Text;

namespace Izzy.Network.Tests.Verified;

/// <summary>A key of a test's own, in a file, made of letters, so that it is found in text as well when its raw bytes are told.</summary>
internal sealed class TestKey
{
    private const int Length = 32;

    // Long enough to stand nowhere by chance.
    private const int Piece = 12;

    private readonly string _raw = new([.. Enumerable.Range(0, Length).Select(_ => (char)('a' + Random.Shared.Next(26)))]);

    public TestKey(string path)
    {
        FilePath = path;
        File.WriteAllText(path, Hex + "\n");
        SetMode(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    public string FilePath { get; }

    private string Hex => Convert.ToHexStringLower(Encoding.ASCII.GetBytes(_raw));

    public void SetMode(UnixFileMode mode)
    {
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(FilePath, mode);
    }

    /// <summary>Whether it, or a good piece of it, stands in a text: as digits, as it is, or in base 64.</summary>
    public bool IsToldIn(string text)
    {
        string[] ways = [Hex, _raw, Convert.ToBase64String(Encoding.ASCII.GetBytes(_raw))];
        return ways.Any(way => Enumerable.Range(0, way.Length - Piece).Any(at => text.Contains(way.Substring(at, Piece), StringComparison.OrdinalIgnoreCase)));
    }
}
