using System.Security.Cryptography;
using System.Text;

namespace Izzy.Panel.Access;

/// <summary>The sessions of those who typed the token. They end with the process, after some hours, and the oldest when there are too many.</summary>
internal sealed class Sessions
{
    /// <summary>More browsers than a crew has.</summary>
    public const int Most = 100;

    /// <summary>From the get-in to the end of the show.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromHours(16);

    private readonly Lock _gate = new();

    // By their digest, so that looking one up tells nothing of it by its time.
    private readonly Dictionary<string, TimeSpan> _until = [];

    /// <summary>Makes one.</summary>
    /// <returns>What its browser must show from now on.</returns>
    public string Open(TimeSpan now)
    {
        var secret = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
        lock (_gate)
        {
            foreach (var over in _until.Where(pair => pair.Value <= now).Select(pair => pair.Key).ToList())
                _until.Remove(over);
            if (_until.Count >= Most)
                _until.Remove(_until.MinBy(pair => pair.Value).Key);
            _until[Digest(secret)] = now + Longest;
        }

        return secret;
    }

    public bool Has(string? secret, TimeSpan now)
    {
        if (string.IsNullOrEmpty(secret))
            return false;
        lock (_gate)
            return _until.TryGetValue(Digest(secret), out var until) && until > now;
    }

    private static string Digest(string secret) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));
}
