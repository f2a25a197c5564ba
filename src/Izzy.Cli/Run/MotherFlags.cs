using System.CommandLine;
using Izzy.Cli.Settings;
using Izzy.Cli.Text;
using Izzy.Heartbeat;
using Izzy.Panel;

namespace Izzy.Cli.Run;

/// <summary>What can be given to Mother, the same for <c>mother</c> and <c>install mother</c>.</summary>
internal sealed class MotherFlags
{
    private readonly Setting<HeartbeatPreset> _preset = Setting.Preset("--preset", "The beat period, and the longest limit that IZZYs are expected to have.");
    private readonly Setting<TimeSpan?> _interval = Setting.Duration("--interval", "The beat period. Default: that of the preset.");
    private readonly Setting<TimeSpan?> _longest = Setting.Duration("--longest-limit", "The longest limit of any IZZY; a reset without all confirmations waits for it, and 3 s at least. Default: that of the preset.");
    private readonly Setting<Guid?> _id = Setting.Id("--id", "Her id. Default: the one kept in the state directory.");
    private readonly Setting<IReadOnlyList<string>> _interfaces = Setting.Texts("--interface", "Broadcast out of this network interface only; repeat for more. Default: every one that is up.", "NAME");
    private readonly Setting<IReadOnlyList<System.Net.IPEndPoint>> _targets = Setting.Addresses("--to", "Send beats to this address instead of broadcasting them; repeat for more.");
    private readonly Setting<IReadOnlyList<string>> _expected = Setting.Texts("--expect", "The name of an IZZY that should be there; repeat for more.", "NAME");
    private readonly PortSettings _ports = new();
    private readonly Setting<bool> _json = Setting.Flag("--json", "Write event lines alone, as JSON.");

    /// <summary>Where state is kept.</summary>
    public Setting<string?> State { get; } = StateSetting.Create();

    /// <summary>Where the key of verified mode is.</summary>
    public Setting<string?> KeyFile { get; } = KeyFileSetting.Create();

    /// <summary>Where every event is appended.</summary>
    public Setting<string?> Record { get; } = Setting.Text("--record", "Append every event to this file, a line of JSON each.", "FILE");

    /// <summary>The operator's panel.</summary>
    public PanelSettings Panel { get; } = new();

    /// <summary>For the definition of a command.</summary>
    public IReadOnlyList<Option> All => [_preset, _interval, _longest, _id, _interfaces, _targets, _expected, _ports.ToClient, _ports.FromClient, KeyFile, State, Record, _json, .. Panel.All];

    /// <summary>What was chosen.</summary>
    /// <param name="settings">Where from.</param>
    /// <param name="checksInterfaces">Whether an interface must be one of this machine's.</param>
    /// <exception cref="CommandException">Something of it is wrong.</exception>
    public MotherChoice Read(SettingSources settings, bool checksInterfaces = true)
    {
        if (checksInterfaces)
            InterfaceSetting.Check(settings.Get(_interfaces));
        if (settings.Get(_interfaces).Count > 0 && settings.Get(_targets).Count > 0)
            throw new CommandException(new Problem($"{settings.SourceOf(_interfaces)} holds for broadcasts, and with {settings.SourceOf(_targets)} nothing is broadcast.", "Give one of them, not both."));
        var options = new MotherOptions
        {
            Preset = settings.Get(_preset),
            KeyFile = settings.Get(KeyFile),
            Id = settings.Get(_id),
            Interfaces = settings.Get(_interfaces),
            Targets = settings.Get(_targets),
            Expected = settings.Get(_expected),
            ToClientPort = settings.Get(_ports.ToClient),
            FromClientPort = settings.Get(_ports.FromClient),
            StateDirectory = StateSetting.Directory(settings.Get(State)),
        };
        if (settings.Get(_interval) is { } interval)
            options = options with { Interval = interval };
        if (settings.Get(_longest) is { } longest)
            options = options with { LongestLimit = longest };
        return new(options, settings.Get(Record), settings.Get(_json), Panel.Read(settings));
    }
}

/// <summary>What was chosen for a Mother.</summary>
/// <param name="Mother">Her options.</param>
/// <param name="Record">Where every event is appended, or null.</param>
/// <param name="Json">Event lines alone, as JSON, on standard output.</param>
/// <param name="Panel">The operator's panel, or null for none.</param>
internal sealed record MotherChoice(MotherOptions Mother, string? Record, bool Json, PanelOptions? Panel);
