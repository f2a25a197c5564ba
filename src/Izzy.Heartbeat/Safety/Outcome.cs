using Izzy.Heartbeat.Protocol;

namespace Izzy.Heartbeat.Safety;

/// <summary>
/// What the dead man's switch wants done after an input: the stop first, the rest is telling. It has room for one cause; who
/// wants each told looks before the input.
/// </summary>
internal struct Outcome
{
    /// <summary>The permit was lost just now: run the stop action.</summary>
    public bool Tripped;

    /// <summary>A new cause of the stop, to be told (rule S4: one event for each, none before the first permit).</summary>
    public StopCause? Stopped;

    /// <summary>A second new cause, which came with the first: an ESTOP of a Mother who was started anew (verified mode).</summary>
    public StopCause? AlsoStopped;

    /// <summary>With <see cref="Stopped"/>: how long the owner had been silent.</summary>
    public TimeSpan? Silence;

    /// <summary>The owner's beats are fresh from now on.</summary>
    public OwnerKind? Connected;

    /// <summary>It came from the owner, as far as that can be proven: from now on she is where it came from.</summary>
    public bool OwnerHeard;

    /// <summary>The number of a permit granted just now.</summary>
    public long? Permitted;

    /// <summary>A Mother was heard that does not own this IZZY.</summary>
    public Guid? Stranger;

    /// <summary>The owner's beats come this far apart, too slowly for the limit.</summary>
    public TimeSpan? BeatsTooSlow;

    /// <summary>Why the datagram fed nothing, if it was not for this IZZY.</summary>
    public RejectReason Rejected;

    /// <summary>What to answer, if anything.</summary>
    public Answer Answer;
}

/// <summary>What an IZZY answers to what it heard.</summary>
internal enum Answer
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>Its report, as HERE, to its owner.</summary>
    Here,

    /// <summary>Its report, as ESTOP, to its owner: the confirmation (rule S9).</summary>
    Estop,

    /// <summary>A HERE to a stranger that names the owner as receiver, so that she learns of it (rule S10).</summary>
    HereToStranger,
}
