using System.Security.Cryptography;
using System.Text;

namespace Izzy.Panel.Access;

/// <summary>The operator's token: what a person on another machine types.</summary>
internal sealed class OperatorToken(string text)
{
    // Sixty bits, without letters that look like others on a sheet of paper.
    private const string Letters = "abcdefghjkmnpqrstuvwxyz23456789";

    private readonly byte[] _digest = Digest(text);

    public string Text { get; } = text;

    public static OperatorToken Random() => new(string.Join('-', Enumerable.Range(0, 3).Select(_ => RandomNumberGenerator.GetString(Letters, 4))));

    /// <summary>Compares in a time that says nothing of how much of it was right.</summary>
    public bool Is(string typed) => CryptographicOperations.FixedTimeEquals(_digest, Digest(typed));

    private static byte[] Digest(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));
}
