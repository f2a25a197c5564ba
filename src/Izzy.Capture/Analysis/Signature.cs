using Izzy.Heartbeat.Protocol;

namespace Izzy.Capture.Analysis;

/// <summary>What is known of a MAC.</summary>
internal enum MacCheck
{
    /// <summary>Nothing: there was no key to check it with.</summary>
    NotChecked,

    /// <summary>It was made with the key.</summary>
    Verified,

    /// <summary>It was not.</summary>
    Wrong,
}

/// <summary>What the trailer of a packet says, and how far that can be believed.</summary>
/// <param name="Trailer">What it says.</param>
/// <param name="Mac">Whether its MAC is right.</param>
internal sealed record Signature(VerificationTrailer Trailer, MacCheck Mac)
{
    /// <summary>How long before this packet the one with the challenge that it echoes was seen; null where none was, or too long ago.</summary>
    public TimeSpan? EchoAge { get; init; }

    /// <summary>Whether its number is not newer than one of its session that was seen before: a replay, or overtaken on the way.</summary>
    public bool WentBack { get; init; }

    /// <summary>Looks at a packet by itself.</summary>
    /// <param name="message">The packet.</param>
    /// <param name="keys">What its MAC is checked with; null for not at all.</param>
    /// <returns>Null if it has no trailer that is understood.</returns>
    public static Signature? Of(HeartbeatMessage message, VerificationKeys? keys) =>
        VerificationTrailer.TryFind(message.Payload.Span, out var trailer, out _)
            ? new(trailer, keys is null ? MacCheck.NotChecked : VerificationTrailer.IsAuthentic(message.ToBytes(), keys) ? MacCheck.Verified : MacCheck.Wrong)
            : null;
}
