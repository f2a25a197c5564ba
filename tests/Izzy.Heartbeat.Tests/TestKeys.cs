using Izzy.Heartbeat.Protocol;

namespace Izzy.Heartbeat.Tests;

/// <summary>Keys of verified mode, for tests.</summary>
internal static class TestKeys
{
    /// <summary>A key that differs from those of other numbers.</summary>
    public static byte[] Key(byte number = 1) => [.. Enumerable.Range(0, VerificationKeys.KeyLength).Select(i => (byte)(number + i))];
}
