namespace Izzy.Capture.Files;

/// <summary>One frame as it was captured. It lives until the next one is read, for both stand in the same buffer.</summary>
internal readonly ref struct CapturedFrame
{
    /// <summary>What was kept of it, from its link header on.</summary>
    public ReadOnlySpan<byte> Bytes { get; init; }

    /// <summary>When it was captured, in nanoseconds since 1970, UTC; null where the file does not say.</summary>
    public long? Time { get; init; }

    /// <summary>The same as people read it: only for showing.</summary>
    public DateTimeOffset? WallClock => Time is { } time ? DateTimeOffset.UnixEpoch.AddTicks(time / TimeSpan.NanosecondsPerTick) : null;

    /// <summary>What it begins with: one of <see cref="LinkTypes"/>, or a number that means nothing here.</summary>
    public int Link { get; init; }

    /// <summary>The interface that it was seen on; null where that is not known. Not escaped.</summary>
    public string? Interface { get; init; }
}
