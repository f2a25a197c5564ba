using System.Net;
using Izzy.Heartbeat.Protocol;
using Izzy.Heartbeat.Safety;
using Izzy.Heartbeat.State;
using Izzy.Heartbeat.Transport;
using Microsoft.Extensions.Logging;

namespace Izzy.Heartbeat;

/// <summary>What a <see cref="Mother"/> is told once, at her making. Checked there; the defaults are the rehearsal preset on the reference's ports.</summary>
public sealed record MotherOptions
{
    private readonly TimeSpan? _interval;
    private readonly TimeSpan? _longestLimit;

    /// <summary>
    /// The beat period, and the longest limit that goes with it, where those are not given. Default: <see cref="HeartbeatPreset.Rehearsal"/>. The
    /// same belongs on both sides.
    /// </summary>
    public HeartbeatPreset Preset { get; init; } = HeartbeatPreset.Rehearsal;

    /// <summary>
    /// The beat period P. Default: that of the <see cref="Preset"/>, which is shorter with a <see cref="KeyFile"/>: 180 ms, or 120 ms. Range: 10 ms to
    /// 10 s. Shorter finds a lost IZZY sooner and lets its limit be shorter; longer loads the network less. A reference client answers at most ten
    /// beats a second.
    /// </summary>
    public TimeSpan Interval
    {
        get => _interval ?? Preset.IntervalFor(KeyFile is not null);
        init => _interval = value;
    }

    /// <summary>
    /// The longest limit of any IZZY. Default: that of the <see cref="Preset"/>, 1 s. Range: up to 60 s. A reset without all
    /// confirmations is refused until this time and a margin of 450 ms have passed since the last beat, and never sooner than 3 s
    /// or three and a half beat periods, so that no robot hears beats again before it stopped (rule S14).
    /// </summary>
    public TimeSpan LongestLimit
    {
        get => _longestLimit ?? Preset.Limit;
        init => _longestLimit = value;
    }

    /// <summary>Her id. Default: the one kept in <see cref="StateDirectory"/>, or a new one.</summary>
    public Guid? Id { get; init; }

    /// <summary>The names of the IZZYs that should be there. Default: none. Each once; one that was never heard is shown as missing.</summary>
    public IReadOnlyList<string> Expected { get; init; } = [];

    /// <summary>The network interfaces to broadcast out of, by name. Default: every one that is up. Not together with <see cref="Targets"/>.</summary>
    public IReadOnlyList<string> Interfaces { get; init; } = [];

    /// <summary>Addresses to send beats to instead of broadcasting them. Default: none. A port of 0 means <see cref="ToClientPort"/>.</summary>
    public IReadOnlyList<IPEndPoint> Targets { get; init; } = [];

    /// <summary>The UDP port at which IZZYs listen. Default: 9001. Range: 1 to 65535.</summary>
    public int ToClientPort { get; init; } = Ports.UdpToClient;

    /// <summary>The UDP port at which she listens. Default: 9000. Range: 0 (any free one) to 65535.</summary>
    public int FromClientPort { get; init; } = Ports.UdpFromClient;

    /// <summary>
    /// Where her id and a stop are kept, so that both outlive the process (rules S14 and S18). Default:
    /// <c>$XDG_STATE_HOME/izzy</c> or <c>~/.local/state/izzy</c>. Null keeps nothing: a restart then forgets a stop.
    /// </summary>
    public string? StateDirectory { get; init; } = StateFile.DefaultDirectory;

    /// <summary>
    /// The file with the venue's key, for verified mode: made by <c>izzy key new</c>, and readable by its owner alone. Default: null, plain mode, which
    /// is the published wire. One that cannot be used refuses the start: it never means plain mode.
    /// </summary>
    public string? KeyFile { get; init; }

    /// <summary>
    /// The longest time between two calls of <see cref="Mother.CheckIn"/>. Default: null, not watched. When it is exceeded she
    /// stops, so that a beat never outlives the program that it speaks for (rule S16). Counted from <see cref="Mother.Start"/>.
    /// Range: 20 ms to 60 s.
    /// </summary>
    public TimeSpan? CheckInLimit { get; init; }

    /// <summary>Where events are logged. Default: nowhere. A slow log is no danger: it has a thread of its own.</summary>
    public ILogger? Logger { get; init; }

    /// <summary>The network. Default: null, UDP. Tests give an endpoint of an <see cref="InMemoryNetwork"/>; it is disposed with Mother.</summary>
    public IDatagramTransport? Transport { get; init; }

    internal TimeSpan SilenceToOutwait
    {
        get
        {
            var longest = TimeSpan.FromTicks(Math.Max(LongestLimit.Ticks, (long)(3.5 * Interval.Ticks))) + StopLatch.SilenceMargin;
            return longest > TimeSpan.FromSeconds(3) ? longest : TimeSpan.FromSeconds(3);
        }
    }

    /// <summary>
    /// Checks every option without taking a port or a directory, as the making of a <see cref="Mother"/> does. A <see cref="KeyFile"/> is read.
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
        Range.Check(Interval, TimeSpan.FromMilliseconds(10), TimeSpan.FromSeconds(10), "The interval");
        Range.Check(LongestLimit, TimeSpan.Zero, Range.LongestLimit, "The longest limit");
        if (CheckInLimit is { } limit)
            Range.CheckLimit(limit, "The check-in limit");
        Range.CheckPort(ToClientPort, 1, "The port to clients");
        Range.CheckPort(FromClientPort, 0, "The port from clients");
        if (Interfaces.Count > 0 && Targets.Count > 0)
            throw new ArgumentException("Interfaces hold for broadcasts, and with Targets nothing is broadcast. Give one of them, not both.", nameof(Interfaces));
        if (Id == Guid.Empty)
            throw new ArgumentException("The id must not be all zero: on the wire that means everyone.", nameof(Id));
        foreach (var name in Expected)
            StatusReport.ValidateName(name);
        if (Expected.GroupBy(name => name).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw new ArgumentException($"'{twice.Key}' is expected twice. Name each IZZY once.", nameof(Expected));
    }
}
