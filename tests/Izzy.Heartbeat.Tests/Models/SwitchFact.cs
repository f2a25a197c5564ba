using Izzy.Heartbeat.Safety;

namespace Izzy.Heartbeat.Tests.Models;

/// <summary>One thing that happened to an IZZY. <see cref="SwitchHistory"/> keeps them in order and answers by looking back.</summary>
internal abstract record SwitchFact(TimeSpan At)
{
    /// <summary>Some thread looked at the clock.</summary>
    public sealed record Looked(TimeSpan At, TimeSpan Suspended) : SwitchFact(At);

    /// <summary>The listener was at the socket: it read from it, or found it empty by a look that began then.</summary>
    public sealed record AtSocket(TimeSpan At) : SwitchFact(At);

    /// <summary>From now on, what comes may have waited in the socket.</summary>
    public sealed record Doubted(TimeSpan At) : SwitchFact(At);

    /// <summary>The socket was empty then.</summary>
    public sealed record Emptied(TimeSpan At) : SwitchFact(At);

    /// <summary>The process ran on after a pause longer than the limit.</summary>
    public sealed record Resumed(TimeSpan At) : SwitchFact(At);

    /// <summary>The owner's beat counted, as of then.</summary>
    public sealed record Beat(TimeSpan At, TimeSpan AsOf) : SwitchFact(At);

    /// <summary>With a key: a session was followed from now on, and no other.</summary>
    public sealed record Adopted(TimeSpan At, ulong Session) : SwitchFact(At);

    /// <summary>With a key: a packet of the session followed was new. It echoes a challenge that was sent then, or none.</summary>
    public sealed record Numbered(TimeSpan At, uint Sequence, bool ToEveryone, TimeSpan? EchoSentAt) : SwitchFact(At);

    /// <summary>No beat before this one counts any longer.</summary>
    public sealed record Broken(TimeSpan At) : SwitchFact(At);

    /// <summary>A Mother became the owner, from nobody or from another.</summary>
    public sealed record Owned(TimeSpan At, Guid Mother, bool FromAnother) : SwitchFact(At);

    /// <summary>Until when no stranger is adopted.</summary>
    public sealed record Held(TimeSpan At, TimeSpan Until) : SwitchFact(At);

    /// <summary>The owner's beats became fresh.</summary>
    public sealed record Connected(TimeSpan At, Guid Mother) : SwitchFact(At);

    /// <summary>Something stopped it, or would have.</summary>
    public sealed record Caused(TimeSpan At, StopCause Cause) : SwitchFact(At);

    /// <summary>A permit was given, by a person's reset or by its own.</summary>
    public sealed record Granted(TimeSpan At, long Number, bool ByPerson) : SwitchFact(At);

    /// <summary>A reset was refused.</summary>
    public sealed record Refused(TimeSpan At) : SwitchFact(At);

    /// <summary>The control loop checked in.</summary>
    public sealed record CheckedIn(TimeSpan At) : SwitchFact(At);

    /// <summary>Whoever holds the permit saw it expire.</summary>
    public sealed record SeenExpired(TimeSpan At) : SwitchFact(At);
}
