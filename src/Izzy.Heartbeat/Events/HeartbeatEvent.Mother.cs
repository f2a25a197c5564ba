using System.Text.Json.Serialization;
using Izzy.Heartbeat.Protocol;
using Izzy.Heartbeat.Safety;

namespace Izzy.Heartbeat;

/// <content>What Mother tells.</content>
public abstract partial record HeartbeatEvent
{
    /// <summary>Mother beats.</summary>
    /// <param name="IntervalMs">The beat period, in milliseconds.</param>
    public sealed record Beating(double IntervalMs) : HeartbeatEvent
    {
        /// <summary>Her id.</summary>
        public Guid Id { get; init; }

        /// <summary>True where she has a key; null in plain mode.</summary>
        public bool? Verified { get; init; }
    }

    /// <summary>The stop was reset: beats go out again. No IZZY moves by it; each is reset by its own policy.</summary>
    public sealed record Reset : HeartbeatEvent;

    /// <summary>Mother leaves: ESTOP, then silence.</summary>
    public sealed record Leaving : HeartbeatEvent;

    /// <summary>Something about one IZZY.</summary>
    public abstract record AboutIzzy : HeartbeatEvent
    {
        private protected AboutIzzy()
        {
        }

        /// <summary>Its id.</summary>
        public Guid Id { get; init; }

        /// <summary>Its name as it was received; escape it where it is shown.</summary>
        public string Name { get; init; } = "";

        /// <summary>Where it was last heard from.</summary>
        public string Address { get; init; } = "";

        /// <summary>What it said last.</summary>
        public IzzyStatus Status { get; init; }

        /// <summary>Whether what it says is proven to be its; null where Mother has no key, and asks for no proof.</summary>
        public bool? Verified { get; init; }

        internal AboutIzzy Of(IzzyEntry izzy) =>
            this with { Id = izzy.Id, Name = izzy.Name, Address = izzy.AddressText, Status = izzy.State.Status, Verified = izzy.Verified };
    }

    /// <summary>An IZZY was heard for the first time.</summary>
    public sealed record IzzyFound : AboutIzzy;

    /// <summary>An IZZY was not heard for more than 2.5 times the cadence.</summary>
    public sealed record IzzyLate : AboutIzzy
    {
        /// <summary>How long it has been silent, in milliseconds.</summary>
        public double SilenceMs { get; init; }
    }

    /// <summary>
    /// An IZZY was not heard for more than 5 times the cadence. While others are late, it is told up to 2.5 times the cadence
    /// later, so that those lost with it stand in one alarm (<see cref="IzziesLost"/>).
    /// </summary>
    public sealed record IzzyLost : AboutIzzy
    {
        /// <summary>How long it has been silent, in milliseconds.</summary>
        public double SilenceMs { get; init; }
    }

    /// <summary>Several IZZYs became late at one look, each as in <see cref="IzzyLate"/>, which is not told of them.</summary>
    public sealed record IzziesLate : HeartbeatEvent
    {
        /// <summary>Each of them, once.</summary>
        public IReadOnlyList<SilentIzzy> Izzies { get; init; } = [];
    }

    /// <summary>Several IZZYs were lost together, each as in <see cref="IzzyLost"/>, which is not told of them.</summary>
    public sealed record IzziesLost : HeartbeatEvent
    {
        /// <summary>Each of them, once.</summary>
        public IReadOnlyList<SilentIzzy> Izzies { get; init; } = [];
    }

    /// <summary>One of several silent IZZYs.</summary>
    /// <param name="Id">Its id.</param>
    /// <param name="Name">Its name as it was received; escape it where it is shown.</param>
    /// <param name="Address">Where it was last heard from.</param>
    /// <param name="Status">What it said last.</param>
    /// <param name="SilenceMs">How long it has been silent, in milliseconds.</param>
    public sealed record SilentIzzy(Guid Id, string Name, string Address, IzzyStatus Status, double SilenceMs);

    /// <summary>An IZZY that was late or lost was heard again.</summary>
    public sealed record IzzyReturned : AboutIzzy
    {
        /// <summary>How long it was silent, in milliseconds.</summary>
        public double SilenceMs { get; init; }
    }

    /// <summary>An IZZY reports another status or another name.</summary>
    public sealed record IzzyStatusChanged : AboutIzzy
    {
        /// <inheritdoc/>
        [JsonPropertyOrder(-1)]
        [JsonPropertyName("event")]
        public override string Kind => "izzy-status";
    }

    /// <summary>Two live senders use one id, or one name.</summary>
    public sealed record DuplicateIzzy : AboutIzzy
    {
        /// <summary>The other sender's id; the same as <see cref="AboutIzzy.Id"/> if it is the id that stands twice.</summary>
        public Guid OtherId { get; init; }

        /// <summary>Where the other one sends from.</summary>
        public string OtherAddress { get; init; } = "";
    }

    /// <summary>An IZZY says that it stopped.</summary>
    public sealed record StopConfirmed : AboutIzzy
    {
        /// <summary>How long after the stop, in milliseconds.</summary>
        public double AfterMs { get; init; }
    }

    /// <summary>
    /// An IZZY did not say within a second that it stopped. It may stand, or move: a robot that runs the reference client can
    /// neither confirm a stop nor stop by itself. Use the hard-wired stop.
    /// </summary>
    public sealed record StopUnconfirmed : AboutIzzy;

    /// <summary>Beats reach nobody, or only this machine: no network interface is up, or a named one does not exist.</summary>
    /// <param name="Message">What is wrong and what to do.</param>
    public sealed record NoInterface(string Message) : HeartbeatEvent;

    /// <summary>The interfaces or addresses that beats go out of changed.</summary>
    /// <param name="Outlets">Each interface with its address, or each unicast target.</param>
    public sealed record Interfaces(IReadOnlyList<string> Outlets) : HeartbeatEvent;

    /// <summary>Mother herself did not run for a while. Beats that were missed are not sent late, and nobody is declared lost for it.</summary>
    /// <param name="PausedMs">For how long, in milliseconds.</param>
    public sealed record Paused(double PausedMs) : HeartbeatEvent;

    /// <summary>More IZZYs than Mother keeps count of; further ones are not shown. Told once.</summary>
    /// <param name="Capacity">How many she keeps.</param>
    public sealed record RegistryFull(int Capacity) : HeartbeatEvent;

    /// <summary>
    /// Mother's receive buffer does not hold what so many IZZYs say at once, and the system grants no larger one, so answers may be
    /// lost. Told once, and again when the fleet has doubled.
    /// </summary>
    /// <param name="Izzies">How many there are.</param>
    /// <param name="HaveBytes">What the system granted, in bytes.</param>
    /// <param name="NeedBytes">What they need, in bytes.</param>
    public sealed record ReceiveBufferSmall(int Izzies, int HaveBytes, int NeedBytes) : HeartbeatEvent;
}
