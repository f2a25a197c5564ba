using Izzy.Heartbeat.Protocol;
using Izzy.Heartbeat.Safety;
using Izzy.Heartbeat.Time;

namespace Izzy.Heartbeat.Tests.Safety;

/// <summary>A dead man's switch with its time, and what it told so far. Time is in milliseconds.</summary>
internal sealed class SwitchRig
{
    /// <summary>T.</summary>
    public const int Limit = 1_000;

    /// <summary>The longest gap between two looks that is no pause: min(T / 4, 100 ms), twice.</summary>
    public const int LongestGap = 200;

    public static readonly Guid Self = new("10000000-0000-0000-0000-000000000001");
    public static readonly Guid Owner = new("20000000-0000-0000-0000-000000000001");
    public static readonly Guid Stranger = new("20000000-0000-0000-0000-000000000002");

    /// <summary>Every cause, so that one that is new is in each test of them all.</summary>
    public static TheoryData<StopCause> Causes => Except();

    /// <summary>Those that a person's reset clears: a dead thread and a program gone need a new start.</summary>
    public static TheoryData<StopCause> CausesThatAPersonClears => Except(StopCause.ThreadDied, StopCause.Detached);

    /// <summary>Those that no automatic reset clears.</summary>
    public static TheoryData<StopCause> CausesThatNeedAPerson => Except(StopCause.Silence, StopCause.StopReceived);

    private TimeSpan _suspended;
    private uint _sequence;

    public SwitchRig(ResetPolicy policy = ResetPolicy.Manual, Guid? only = null, int? control = null, int limit = Limit, bool verified = false)
    {
        var options = new SwitchOptions(Self, Ms(limit), policy, only, control is { } ms ? Ms(ms) : null, verified);
        Switch = new DeadMansSwitch(options, Lease, At);
    }

    public DeadMansSwitch Switch { get; }

    public PermitLease Lease { get; } = new();

    public TimeSpan Now { get; private set; } = Ms(50_000);

    public Moment At => new(Now, _suspended);

    public List<StopCause> Stops { get; } = [];

    public List<OwnerKind> Connected { get; } = [];

    public List<TimeSpan> TooSlow { get; } = [];

    public int Trips { get; private set; }

    public bool IsValid => Lease.IsValid(Lease.Number, Now);

    public static TimeSpan Ms(double milliseconds) => TimeSpan.FromTicks((long)(milliseconds * TimeSpan.TicksPerMillisecond));

    /// <summary>An IZZY that a person has reset just now.</summary>
    public static SwitchRig Permitted(ResetPolicy policy = ResetPolicy.Manual, int? control = null, int limit = Limit)
    {
        var rig = new SwitchRig(policy, control: control, limit: limit);
        if (control is not null)
            rig.CheckIn();
        rig.Hello();
        Assert.Equal(ResetRefusal.None, rig.Reset());
        Assert.True(rig.Switch.IsPermitted);
        return rig;
    }

    /// <summary>The process runs, its socket stays empty, and nothing is heard.</summary>
    public SwitchRig Pass(double milliseconds)
    {
        var end = Now + Ms(milliseconds);
        while (Now < end)
        {
            Now = Now + Ms(50) < end ? Now + Ms(50) : end;
            Note(Switch.Look(At));
            Switch.FoundEmpty(At);
        }

        return this;
    }

    /// <summary>The process does not run; nobody looks until something else happens.</summary>
    public SwitchRig Freeze(double milliseconds)
    {
        Now += Ms(milliseconds);
        return this;
    }

    /// <summary>The watchdog and the control loop run, but the listener does not read its socket.</summary>
    public SwitchRig HoldListener(double milliseconds)
    {
        for (var passed = 0; passed < milliseconds; passed += 50)
        {
            Now += Ms(50);
            Look();
        }

        return this;
    }

    public SwitchRig Suspend(double milliseconds)
    {
        _suspended += Ms(milliseconds);
        return Freeze(milliseconds);
    }

    public Outcome Look() => Note(Switch.Look(At));

    public void FindEmpty() => Switch.FoundEmpty(At);

    public Outcome Hello(Guid? mother = null, Guid receiver = default) => Hear(MessageType.Hello, mother ?? Owner, receiver);

    public Outcome Estop(Guid? mother = null) => Hear(MessageType.Estop, mother ?? Owner);

    public Outcome Hear(MessageType type, Guid sender, Guid receiver = default, VerifiedPacket? verified = null)
    {
        Note(Switch.Read(At));
        return Note(Switch.Hear(type, sender, receiver, At, verified));
    }

    /// <summary>What a verified Mother says. Its numbers count up by themselves.</summary>
    /// <param name="type">What it says.</param>
    /// <param name="age">How long ago the challenge was sent that it echoes, or null if it echoes none of this boot.</param>
    /// <param name="session">Which of her sessions it is of.</param>
    /// <param name="sequence">Its number, if it is not the next.</param>
    /// <param name="mother">Who says it.</param>
    /// <param name="toEveryone">Whether it is for everyone.</param>
    public Outcome Verified(MessageType type, double? age = null, ulong session = 1, uint? sequence = null, Guid? mother = null, bool toEveryone = false)
    {
        var trailer = new VerificationTrailer(VerifiedRole.Mother, session, sequence ?? ++_sequence, 120, 5, 7);
        return Hear(type, mother ?? Owner, toEveryone ? Guid.Empty : Self, new(trailer, age is { } ms ? Now - Ms(ms) : null));
    }

    /// <summary>A beat each 180 ms, the first of them after the first 180 ms.</summary>
    public SwitchRig Beats(double milliseconds, Guid? mother = null, int period = 180)
    {
        var end = Now + Ms(milliseconds);
        while (Now + Ms(period) <= end)
        {
            Pass(period);
            Hello(mother);
        }

        return Pass((end - Now).TotalMilliseconds);
    }

    public Outcome Trip(StopCause cause) => Note(Switch.Trip(cause, At));

    public Outcome CheckIn() => Note(Switch.CheckIn(At));

    public ResetRefusal Reset()
    {
        Note(Switch.Reset(At, out var refusal));
        return refusal;
    }

    private static TheoryData<StopCause> Except(params StopCause[] exceptions) => [.. Enum.GetValues<StopCause>().Except(exceptions)];

    private Outcome Note(Outcome outcome)
    {
        if (outcome.Stopped is { } cause)
            Stops.Add(cause);
        if (outcome.AlsoStopped is { } also)
            Stops.Add(also);
        if (outcome.Connected is { } kind)
            Connected.Add(kind);
        if (outcome.BeatsTooSlow is { } spacing)
            TooSlow.Add(spacing);
        Trips += outcome.Tripped ? 1 : 0;
        return outcome;
    }
}
