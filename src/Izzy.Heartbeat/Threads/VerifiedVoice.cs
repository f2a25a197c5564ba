using System.Buffers.Binary;
using System.Security.Cryptography;
using Izzy.Heartbeat.Protocol;
using Izzy.Heartbeat.Safety;

namespace Izzy.Heartbeat.Threads;

/// <summary>
/// What one side says and hears under its key: its session, which is drawn here, the number of each packet, and its challenges. Any thread may call
/// it; its lock is held for microseconds, and nothing is done under it that can wait.
/// </summary>
/// <param name="keys">The first signs, each is accepted.</param>
/// <param name="role">Whose side this is.</param>
/// <param name="pace">Mother's beat period, or an IZZY's limit.</param>
/// <param name="remembers">For how long no challenge is forgotten; zero where this side alone decides how many it draws.</param>
internal sealed class VerifiedVoice(VerificationKeys keys, VerifiedRole role, TimeSpan pace, TimeSpan remembers)
{
    private readonly Lock _gate = new();
    private readonly Challenges _challenges = new(remembers);
    private readonly ulong _session = Draw();
    private readonly ushort _paceMs = (ushort)Math.Ceiling(pace.TotalMilliseconds);
    private uint _sequence = (uint)Draw();

    /// <summary>The number and the challenge of what is sent now.</summary>
    public Stamp Next(TimeSpan now)
    {
        lock (_gate)
        {
            _sequence++;
            if (_challenges.Recent(now) is { } recent)
                return new(_sequence, recent);
            var drawn = Draw();
            _challenges.Sent(drawn, now);
            return new(_sequence, drawn);
        }
    }

    /// <summary>Puts the trailer behind a packet, without allocating.</summary>
    /// <param name="buffer">The packet, with room for the trailer behind it.</param>
    /// <param name="length">The packet's length so far.</param>
    /// <param name="stamp">From <see cref="Next"/>.</param>
    /// <param name="echo">The peer's newest challenge, or 0.</param>
    /// <returns>The packet's length now.</returns>
    public int Sign(Span<byte> buffer, int length, Stamp stamp, ulong echo) =>
        new VerificationTrailer(role, _session, stamp.Sequence, _paceMs, stamp.Challenge, echo).Append(buffer, length, keys);

    /// <summary>Looks at a well-formed packet, whoever it is for. Changes nothing.</summary>
    /// <param name="packet">The whole packet.</param>
    /// <param name="verified">What its trailer says, if it has one and it is authentic.</param>
    /// <returns><see cref="RejectReason.WrongMac"/> if it has one that is not; one that has none is the receiver's to judge.</returns>
    public RejectReason Check(ReadOnlySpan<byte> packet, out VerifiedPacket? verified)
    {
        verified = null;
        if (!VerificationTrailer.TryFind(packet[PacketLayout.PayloadOffset..], out var trailer, out _))
            return RejectReason.None;
        if (!VerificationTrailer.IsAuthentic(packet, keys))
            return RejectReason.WrongMac;
        lock (_gate)
            verified = new(trailer, _challenges.SentAt(trailer.Echo));
        return RejectReason.None;
    }

    private static ulong Draw()
    {
        Span<byte> bytes = stackalloc byte[sizeof(ulong)];
        RandomNumberGenerator.Fill(bytes);
        return BinaryPrimitives.ReadUInt64BigEndian(bytes);
    }

    /// <summary>What is new in a packet, or in all that Mother sends for one beat: each IZZY hears one of these.</summary>
    /// <param name="Sequence">One more than the last.</param>
    /// <param name="Challenge">This side's.</param>
    public readonly record struct Stamp(uint Sequence, ulong Challenge);
}
