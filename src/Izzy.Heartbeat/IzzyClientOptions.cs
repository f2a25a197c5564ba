using System.Net;
using Izzy.Heartbeat.Protocol;
using Izzy.Heartbeat.Safety;
using Izzy.Heartbeat.State;
using Izzy.Heartbeat.Transport;
using Microsoft.Extensions.Logging;

namespace Izzy.Heartbeat;

/// <summary>What an <see cref="IzzyClient"/> is told once, at its making. Checked there.</summary>
public sealed record IzzyClientOptions
{
    private readonly TimeSpan? _limit;
    private readonly TimeSpan? _interval;

    /// <summary>Its name, as Mother shows it: up to 179 bytes of UTF-8 (124 if it follows lines), and 48 less with a <see cref="KeyFile"/>; no control characters.</summary>
    public required string Name { get; init; }

    /// <summary>
    /// The stop action: cut the drive here. It runs at once on a thread of its own when the permit is lost, before anything is
    /// told (rule S6). What it throws is reported, and the IZZY stays stopped. Default: nothing; then ask
    /// <see cref="IzzyClient.Permit"/> in the loop that drives the motors.
    /// </summary>
    public Action<StopCause>? StopAction { get; init; }

    /// <summary>
    /// The limit, and the period at which Mother beats, where those are not given. Default: null, the limit of <see cref="HeartbeatPreset.Rehearsal"/>
    /// and an unknown period. The same belongs on both sides.
    /// </summary>
    public HeartbeatPreset? Preset { get; init; }

    /// <summary>
    /// T, the longest silence tolerated. Default: that of the <see cref="Preset"/>, 1 s. Range: 20 ms to 60 s. Shorter stops sooner; longer stops
    /// falsely less often. Its own, never taken from a peer, and fixed for the life of the client.
    /// </summary>
    public TimeSpan Limit
    {
        get => _limit ?? (Preset ?? HeartbeatPreset.Rehearsal).Limit;
        init => _limit = value;
    }

    /// <summary>
    /// The period at which Mother is known to beat. Default: that of the <see cref="Preset"/>, or null, unknown. If known, a limit below 1.5 times
    /// it (2.5 times with a <see cref="KeyFile"/>) is refused; if not, beats that come too slowly are told as <see cref="HeartbeatEvent.LimitTooShort"/>.
    /// </summary>
    public TimeSpan? Interval
    {
        get => _interval ?? Preset?.IntervalFor(KeyFile is not null);
        init => _interval = value;
    }

    /// <summary>Who resets. Default: a person, each time.</summary>
    public ResetPolicy ResetPolicy { get; init; }

    /// <summary>The only Mother that may own this IZZY. Default: null, the first one heard.</summary>
    public Guid? Mother { get; init; }

    /// <summary>Its id. Default: the one kept in <see cref="StateDirectory"/>, or a new one.</summary>
    public Guid? Id { get; init; }

    /// <summary>
    /// The file with the venue's key, for verified mode: made by <c>izzy key new</c>, and readable by its owner alone. Default: null, plain mode, which
    /// is the published wire. One that cannot be used refuses the start: it never means plain mode.
    /// </summary>
    public string? KeyFile { get; init; }

    /// <summary>
    /// The longest time between two calls of <see cref="IzzyClient.CheckIn"/>. Default: null, not watched. Call it from the loop
    /// that drives the motors, never from a timer (rule S8). Range: 20 ms to 60 s.
    /// </summary>
    public TimeSpan? CheckInLimit { get; init; }

    /// <summary>
    /// Over how long a fleet spreads its answers to one beat. Default: zero, each answers at once. Range: up to 100 ms. For fleets of more
    /// than a thousand, whose answers would else arrive all together. Each IZZY takes a fixed share of it, by its id, so that its answers
    /// keep the period of the beats and Mother finds it silent no later. With a <see cref="KeyFile"/> it is not used, for Mother spreads her beats; the round trip that she shows is longer by that share. What says
    /// ESTOP never waits.
    /// </summary>
    public TimeSpan AnswerSpread { get; init; }

    /// <summary>The UDP port at which it listens. Default: 9001. Range: 0 (any free one) to 65535.</summary>
    public int ToClientPort { get; init; } = Ports.UdpToClient;

    /// <summary>The UDP port at which Mother listens. Default: 9000. Range: 1 to 65535.</summary>
    public int FromClientPort { get; init; } = Ports.UdpFromClient;

    /// <summary>The address to listen at. Default: all of this machine's; a socket bound to one address hears no broadcast.</summary>
    public IPAddress LocalAddress { get; init; } = IPAddress.Any;

    /// <summary>Where its id is kept. Default: <c>$XDG_STATE_HOME/izzy</c> or <c>~/.local/state/izzy</c>. Null keeps nothing.</summary>
    public string? StateDirectory { get; init; } = StateFile.DefaultDirectory;

    /// <summary>Where events are logged. Default: nowhere. A slow log is no danger: it has a thread of its own.</summary>
    public ILogger? Logger { get; init; }

    /// <summary>The network. Default: null, UDP. Tests give an endpoint of an <see cref="InMemoryNetwork"/>; it is disposed with the client.</summary>
    public IDatagramTransport? Transport { get; init; }

    /// <summary>
    /// Checks every option without taking a port or a directory, as the making of an <see cref="IzzyClient"/> does. A <see cref="KeyFile"/> is read.
    /// </summary>
    /// <exception cref="ArgumentException">One is out of its range, or the key file cannot be used; the message says which and what is allowed.</exception>
    public void Check()
    {
        CheckWithoutKey();
        if (KeyFile is { } file)
            _ = State.KeyFile.Read(file);
    }

    /// <summary>The same without the key file, where that is another machine's.</summary>
    internal void CheckWithoutKey()
    {
        StatusReport.ValidateName(Name);
        if (KeyFile is not null)
            VerifiedName.Check(Name);
        Range.CheckLimit(Limit, "The limit");
        if (CheckInLimit is { } limit)
            Range.CheckLimit(limit, "The check-in limit");
        Range.Check(AnswerSpread, TimeSpan.Zero, TimeSpan.FromMilliseconds(100), "The answer spread");
        if (Interval is { } interval && TooShort(interval) is { } message)
            throw new ArgumentException(message, nameof(Limit));
        Range.CheckPort(ToClientPort, 0, "The port to clients");
        Range.CheckPort(FromClientPort, 1, "The port from clients");
        if (Id == Guid.Empty || Mother == Guid.Empty)
            throw new ArgumentException("An id must not be all zero: on the wire that means everyone.", nameof(Id));
    }

    private string? TooShort(TimeSpan interval)
    {
        // Better is about what the rehearsal preset has.
        var (fits, least, better, beats) = KeyFile is null
            ? (HeartbeatPreset.Fits(Limit, interval), HeartbeatPreset.LeastBeats, 5.5, "beats")
            : (HeartbeatPreset.FitsVerified(Limit, interval), HeartbeatPreset.LeastVerifiedBeats, 8.5, "verified beats");
        return fits
            ? null
            : $"A limit of {Limit.TotalMilliseconds} ms is too short for {beats} every {interval.TotalMilliseconds} ms: one late beat would stop the robot. "
                + $"Use at least {least * interval.TotalMilliseconds} ms, better {better * interval.TotalMilliseconds} ms.";
    }
}
