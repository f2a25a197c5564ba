namespace Izzy.Heartbeat.Tests;

/// <summary>
/// Random numbers by SplitMix64: the same ones for a seed on every machine and under every version of .NET, which
/// <see cref="Random"/> does not promise, and fast enough for tens of millions of datagrams.
/// </summary>
internal sealed class Draw(ulong seed)
{
    private ulong _state = seed;

    public ulong Next()
    {
        var mixed = _state += 0x9E3779B97F4A7C15;
        mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        return mixed ^ (mixed >> 31);
    }

    /// <summary>From 0 to below a bound.</summary>
    public int Below(int bound) => (int)(((Next() >> 32) * (ulong)bound) >> 32);

    public int Between(int least, int most) => least + Below(most - least + 1);

    public bool Chance(double probability) => (Next() >> 11) * (1.0 / (1UL << 53)) < probability;

    public T Of<T>(ReadOnlySpan<T> choices) => choices[Below(choices.Length)];

    public void Fill(Span<byte> bytes)
    {
        for (; bytes.Length >= 8; bytes = bytes[8..])
            BitConverter.TryWriteBytes(bytes, Next());
        for (var i = 0; i < bytes.Length; i++)
            bytes[i] = (byte)Next();
    }
}
