using Izzy.Heartbeat.Protocol;
using Izzy.Heartbeat.Safety;

namespace Izzy.Heartbeat.Tests.Models;

/// <summary>One thing that happened to a Mother. <see cref="MotherHistory"/> keeps them in order and answers by looking back.</summary>
internal abstract record MotherFact(TimeSpan At)
{
    /// <summary>She was started, or reset: from now on she beats.</summary>
    public sealed record Opened(TimeSpan At) : MotherFact(At);

    /// <summary>A beat was seen on the wire.</summary>
    public sealed record Beat(TimeSpan At) : MotherFact(At);

    public sealed record Stopped(TimeSpan At, StopCause Cause) : MotherFact(At);

    /// <summary>A stop was found on disk.</summary>
    public sealed record Restored(TimeSpan At) : MotherFact(At);

    /// <summary>
    /// An IZZY was heard; a message without a report may have a type that tells its status, or tell none. What was refused is no fact.
    /// </summary>
    public sealed record Heard(TimeSpan At, int Izzy, MessageType Type, IzzyStatus? Reported, Trailer? Proof = null) : MotherFact(At)
    {
        public IzzyStatus? Says => Reported ?? Type switch
        {
            MessageType.Moving => IzzyStatus.Moving,
            MessageType.Following => IzzyStatus.Following,
            MessageType.Estop => IzzyStatus.Estop,
            _ => null,
        };
    }

    /// <summary>What a trailer says, and when the challenge was sent that it echoes, if that is known.</summary>
    public sealed record Trailer(VerifiedRole Role, ulong Session, uint Sequence, TimeSpan? EchoSentAt);

    /// <summary>An IZZY told what silence it takes to stop it.</summary>
    public sealed record Told(TimeSpan At, TimeSpan Silence) : MotherFact(At);

    public sealed record Forgot(TimeSpan At, int Izzy, bool WasUnconfirmed) : MotherFact(At);
}
