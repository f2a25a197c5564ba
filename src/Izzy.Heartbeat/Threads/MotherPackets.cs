using Izzy.Heartbeat.Protocol;

namespace Izzy.Heartbeat.Threads;

/// <summary>What Mother sends, in buffers that are used again and again. One thread at a time, under the lock of the sender.</summary>
internal sealed class MotherPackets
{
    private readonly byte[] _hello = new byte[HeartbeatMessage.HeaderLength + VerificationTrailer.Length];
    private readonly byte[] _estop = new byte[HeartbeatMessage.HeaderLength + VerificationTrailer.Length];
    private readonly byte[] _estopToOne = new byte[HeartbeatMessage.HeaderLength + VerificationTrailer.Length];
    private readonly Guid _id;
    private readonly VerifiedVoice? _voice;

    // Of the beat, or of the ESTOP: the answers to all that is sent for it are as old as it, or younger.
    private VerifiedVoice.Stamp _stamp;
    private int _estopLength;

    /// <param name="id">Mother's id.</param>
    /// <param name="voice">What everything is signed with, or null in plain mode.</param>
    public MotherPackets(Guid id, VerifiedVoice? voice)
    {
        _id = id;
        _voice = voice;
        // The first signing loads what signs; a stop must not wait for that.
        _estopLength = Make(_estop, MessageType.Estop, Guid.Empty, 0);
    }

    /// <summary>The last ESTOP once more, as it was: a stop counts whatever its number.</summary>
    public ReadOnlySpan<byte> LastEstop => _estop.AsSpan(0, _estopLength);

    /// <summary>The HELLO of a new beat, to everyone.</summary>
    public ReadOnlySpan<byte> Hello(TimeSpan now)
    {
        Stamp(now);
        return Hello(Guid.Empty, echo: 0);
    }

    /// <summary>The same beat to one IZZY.</summary>
    /// <param name="receiver">To whom.</param>
    /// <param name="echo">Its newest challenge, or 0.</param>
    public ReadOnlySpan<byte> Hello(Guid receiver, ulong echo) => _hello.AsSpan(0, Make(_hello, MessageType.Hello, receiver, echo));

    /// <summary>A new ESTOP, to everyone.</summary>
    public ReadOnlySpan<byte> Estop(TimeSpan now)
    {
        Stamp(now);
        _estopLength = Make(_estop, MessageType.Estop, Guid.Empty, 0);
        return LastEstop;
    }

    /// <inheritdoc cref="Hello(Guid, ulong)"/>
    public ReadOnlySpan<byte> Estop(Guid receiver, ulong echo) => _estopToOne.AsSpan(0, Make(_estopToOne, MessageType.Estop, receiver, echo));

    private void Stamp(TimeSpan now) => _stamp = _voice?.Next(now) ?? default;

    private int Make(byte[] buffer, MessageType type, Guid receiver, ulong echo)
    {
        var length = HeartbeatMessage.Encode(buffer, type, _id, receiver, default(ReadOnlySpan<byte>));
        return _voice is null ? length : _voice.Sign(buffer, length, _stamp, echo);
    }
}
