using System.Security.Cryptography;

namespace Izzy.Heartbeat.Protocol;

/// <summary>
/// The keys of verified mode: one, or two while they are changed over. The first signs, each is accepted. It never shows them: its text is the
/// same whatever they are.
/// </summary>
internal sealed class VerificationKeys
{
    /// <summary>In bytes.</summary>
    public const int KeyLength = 32;

    private readonly byte[][] _keys;

    /// <param name="keys">One or two keys of 32 bytes each; copied.</param>
    /// <exception cref="ArgumentException">They are not.</exception>
    public VerificationKeys(params ReadOnlySpan<byte[]> keys)
    {
        if (keys.Length is not (1 or 2))
            throw new ArgumentException($"There must be one key, or two while they are changed over, but there are {keys.Length}.", nameof(keys));
        _keys = new byte[keys.Length][];
        for (var i = 0; i < keys.Length; i++)
        {
            if (keys[i].Length != KeyLength)
                throw new ArgumentException($"A key has {KeyLength} bytes, but one has {keys[i].Length}.", nameof(keys));
            _keys[i] = [.. keys[i]];
        }
    }

    /// <summary>Signs with the first key.</summary>
    public void Sign(ReadOnlySpan<byte> bytes, Span<byte> mac)
    {
        Span<byte> whole = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(_keys[0], bytes, whole);
        whole[..mac.Length].CopyTo(mac);
    }

    /// <summary>Whether one of the keys signed. Takes the same time whichever byte is wrong, and whichever key it was.</summary>
    public bool Accept(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> mac)
    {
        Span<byte> whole = stackalloc byte[HMACSHA256.HashSizeInBytes];
        var accepted = false;
        foreach (var key in _keys)
        {
            HMACSHA256.HashData(key, bytes, whole);
            accepted |= CryptographicOperations.FixedTimeEquals(whole[..mac.Length], mac);
        }

        return accepted;
    }

    public override string ToString() => _keys.Length == 1 ? "one key" : "two keys";
}
