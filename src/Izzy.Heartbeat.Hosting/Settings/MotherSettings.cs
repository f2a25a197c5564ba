using System.Net;
using Izzy.Heartbeat.Protocol;
using Izzy.Heartbeat.Transport;
using Microsoft.Extensions.Logging;

namespace Izzy.Heartbeat.Hosting;

/// <summary>
/// What <c>AddMother</c> is told, from a section of the configuration or from code. Checked when the host starts: what is wrong stops
/// it with a message. Each setting means what the option of <see cref="MotherOptions"/> with its name means.
/// </summary>
public sealed class MotherSettings
{
    /// <summary>The beat period, and the longest limit that goes with it, where those are not given. Default: rehearsal. In configuration: its name.</summary>
    public HeartbeatPreset Preset { get; set; } = HeartbeatPreset.Rehearsal;

    /// <summary>The beat period, 10 ms to 10 s. Default: null, that of the preset, which is shorter with a <see cref="KeyFile"/>.</summary>
    public TimeSpan? Interval { get; set; }

    /// <summary>The longest limit of any IZZY, up to 60 s. Default: null, that of the preset.</summary>
    public TimeSpan? LongestLimit { get; set; }

    /// <summary>Her id. Default: null, the one kept in the state directory.</summary>
    public Guid? Id { get; set; }

    /// <summary>The names of the IZZYs that should be there. Default: none.</summary>
    public IList<string> Expected { get; } = [];

    /// <summary>The network interfaces to broadcast out of. Default: none named, every one that is up. Not together with <see cref="Targets"/>.</summary>
    public IList<string> Interfaces { get; } = [];

    /// <summary>Addresses to send beats to instead of broadcasting them. Default: none. A port of 0 means <see cref="ToClientPort"/>.</summary>
    public IList<IPEndPoint> Targets { get; } = [];

    /// <summary>The UDP port at which IZZYs listen, 1 to 65535. Default: 9001.</summary>
    public int ToClientPort { get; set; } = Ports.UdpToClient;

    /// <summary>The UDP port at which she listens, 0 (any free one) to 65535. Default: 9000.</summary>
    public int FromClientPort { get; set; } = Ports.UdpFromClient;

    /// <summary>Where her id and a stop are kept. Default: <c>$XDG_STATE_HOME/izzy</c> or <c>~/.local/state/izzy</c>. Null, which only code can say, keeps nothing.</summary>
    public string? StateDirectory { get; set; } = new MotherOptions().StateDirectory;

    /// <summary>The file with the venue's key, for verified mode. Default: null, plain mode. One that cannot be used ends the start.</summary>
    public string? KeyFile { get; set; }

    /// <summary>The longest time between two calls of <see cref="Mother.CheckIn"/>, 20 ms to 60 s. Default: null, not watched.</summary>
    public TimeSpan? CheckInLimit { get; set; }

    /// <summary>The network. Default: null, UDP. For tests; only code can set it. It is disposed with Mother.</summary>
    public IDatagramTransport? Transport { get; set; }

    /// <summary>What could not be understood of the configuration.</summary>
    internal List<string> Problems { get; } = [];

    internal MotherOptions ToOptions(ILogger? logger = null)
    {
        var options = new MotherOptions
        {
            Preset = Preset,
            Id = Id,
            Expected = [.. Expected],
            Interfaces = [.. Interfaces],
            Targets = [.. Targets],
            ToClientPort = ToClientPort,
            FromClientPort = FromClientPort,
            StateDirectory = StateDirectory,
            KeyFile = KeyFile,
            CheckInLimit = CheckInLimit,
            Transport = Transport,
            Logger = logger,
        };
        if (Interval is { } interval)
            options = options with { Interval = interval };
        return LongestLimit is { } longest ? options with { LongestLimit = longest } : options;
    }
}
