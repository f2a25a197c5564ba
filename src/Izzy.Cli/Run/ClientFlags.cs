using System.CommandLine;
using Izzy.Cli.Settings;
using Izzy.Cli.Text;
using Izzy.Heartbeat;
using Izzy.Heartbeat.Safety;

namespace Izzy.Cli.Run;

/// <summary>What can be given to a client, the same for <c>client</c> and <c>install client</c>.</summary>
internal sealed class ClientFlags
{
    private readonly Setting<string?> _name = Setting.Text("--name", "Its name, as Mother shows it. Required.", "NAME");
    private readonly Setting<HeartbeatPreset> _preset = Setting.Preset("--preset", "The limit, and the beat period that goes with it.");
    private readonly Setting<TimeSpan?> _limit = Setting.Duration("--limit", "The longest silence tolerated. Default: that of the preset.");
    private readonly Setting<Guid?> _id = Setting.Id("--id", "Its id. Default: the one kept in the state directory.");
    private readonly Setting<Guid?> _mother = Setting.Id("--mother", "The only Mother that may own it. Default: the first one heard.");
    private readonly Setting<TimeSpan?> _checkIn = Setting.Duration("--check-in", "With --attach: stop when the program does not say check-in at least this often. Default: not watched.");
    private readonly Setting<TimeSpan?> _spread = Setting.Duration("--answer-spread", "Over how long a fleet of more than a thousand spreads its answers to one beat, up to 100ms. Default: each answers at once.");
    private readonly PortSettings _ports = new();
    private readonly Setting<bool> _json = Setting.Flag("--json", "Write event lines alone, as JSON.");

    /// <summary>Who permits it.</summary>
    public Setting<ResetPolicy> Reset { get; } = Setting.Choice("--reset", "Who permits it after power-up and after a stop.", ResetPolicy.Manual, ("manual", ResetPolicy.Manual), ("auto", ResetPolicy.Auto));

    /// <summary>What is run when it stops.</summary>
    public Setting<string?> OnStop { get; } = Setting.Text("--on-stop", "Run this command when it stops, also when this process is killed or frozen.", "COMMAND");

    /// <summary>Whether a program drives it.</summary>
    public Setting<bool> Attach { get; } = Setting.Flag("--attach", "A program drives it through standard input and output, with events as JSON; the end of input stops it.");

    /// <summary>Where the key of verified mode is.</summary>
    public Setting<string?> KeyFile { get; } = KeyFileSetting.Create();

    /// <summary>Where state is kept.</summary>
    public Setting<string?> State { get; } = StateSetting.Create();

    /// <summary>For the definition of a command.</summary>
    public IReadOnlyList<Option> All => [_name, _preset, _limit, _id, _mother, Reset, OnStop, _checkIn, _spread, Attach, _ports.ToClient, _ports.FromClient, KeyFile, State, _json];

    /// <summary>What was chosen.</summary>
    /// <exception cref="CommandException">Something of it is wrong.</exception>
    public (IzzyClientOptions Client, ClientSessionOptions Session) Read(SettingSources settings)
    {
        var options = new IzzyClientOptions
        {
            Name = settings.Get(_name) ?? throw new CommandException(new Problem("An IZZY needs a name.", "Give it one by --name, such as --name sofa-left.")),
            // Where only a limit is given, nobody knows the period yet; beats that come too slowly for it are told then.
            Preset = settings.IsGiven(_preset) ? settings.Get(_preset) : null,
            KeyFile = settings.Get(KeyFile),
            Id = settings.Get(_id),
            Mother = settings.Get(_mother),
            ResetPolicy = settings.Get(Reset),
            CheckInLimit = settings.Get(_checkIn),
            AnswerSpread = settings.Get(_spread) ?? TimeSpan.Zero,
            ToClientPort = settings.Get(_ports.ToClient),
            FromClientPort = settings.Get(_ports.FromClient),
            StateDirectory = StateSetting.Directory(settings.Get(State)),
        };
        if (settings.Get(_limit) is { } limit)
            options = options with { Limit = limit };
        var attach = settings.Get(Attach);
        if (options.CheckInLimit is not null && !attach)
            throw new CommandException(new Problem("--check-in needs a program that checks in.", "Give --attach as well, or leave --check-in out."));
        return (options, new ClientSessionOptions(settings.Get(_json) || attach, attach, settings.Get(OnStop)));
    }
}
