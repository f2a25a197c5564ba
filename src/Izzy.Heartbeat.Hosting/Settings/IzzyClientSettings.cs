using System.Net;
using Izzy.Heartbeat.Protocol;
using Izzy.Heartbeat.Safety;
using Izzy.Heartbeat.Transport;
using Microsoft.Extensions.Logging;

namespace Izzy.Heartbeat.Hosting;

/// <summary>
/// What <c>AddIzzyClient</c> is told, from a section of the configuration or from code. Checked when the host starts: what is wrong
/// stops it with a message. Each setting means what the option of <see cref="IzzyClientOptions"/> with its name means.
/// </summary>
public sealed class IzzyClientSettings
{
    /// <summary>Its name, as Mother shows it. Required: up to 179 bytes of UTF-8, 131 with a <see cref="KeyFile"/>, no control characters.</summary>
    public string? Name { get; set; }

    /// <summary>The limit where it is not given, and then the period at which Mother must beat. Default: null, the limit of the rehearsal preset. In configuration: its name.</summary>
    public HeartbeatPreset? Preset { get; set; }

    /// <summary>T, the longest silence tolerated, 20 ms to 60 s. Default: null, that of the preset.</summary>
    public TimeSpan? Limit { get; set; }

    /// <summary>Who resets. Default: a person, each time. In configuration: <c>manual</c> or <c>auto</c>.</summary>
    public ResetPolicy ResetPolicy { get; set; }

    /// <summary>The only Mother that may own it. Default: null, the first one heard.</summary>
    public Guid? Mother { get; set; }

    /// <summary>Its id. Default: null, the one kept in the state directory.</summary>
    public Guid? Id { get; set; }

    /// <summary>The file with the venue's key, for verified mode. Default: null, plain mode. One that cannot be used ends the start.</summary>
    public string? KeyFile { get; set; }

    /// <summary>The longest time between two calls of <see cref="IzzyClient.CheckIn"/>, 20 ms to 60 s. Default: null, not watched.</summary>
    public TimeSpan? CheckInLimit { get; set; }

    /// <summary>Over how long a fleet of more than a thousand spreads its answers, up to 100 ms. Default: zero.</summary>
    public TimeSpan AnswerSpread { get; set; }

    /// <summary>The UDP port at which it listens, 0 (any free one) to 65535. Default: 9001.</summary>
    public int ToClientPort { get; set; } = Ports.UdpToClient;

    /// <summary>The UDP port at which Mother listens, 1 to 65535. Default: 9000.</summary>
    public int FromClientPort { get; set; } = Ports.UdpFromClient;

    /// <summary>The address to listen at. Default: all of this machine's; a socket bound to one address hears no broadcast.</summary>
    public IPAddress LocalAddress { get; set; } = IPAddress.Any;

    /// <summary>Where its id is kept. Default: <c>$XDG_STATE_HOME/izzy</c> or <c>~/.local/state/izzy</c>. Null, which only code can say, keeps nothing.</summary>
    public string? StateDirectory { get; set; } = new MotherOptions().StateDirectory;

    /// <summary>
    /// The stop action: cut the drive here (<see cref="IzzyClientOptions.StopAction"/>). Only code can set it. Default: null, what was given
    /// to <c>AddIzzyClient</c>, or nothing.
    /// </summary>
    public Action<StopCause>? StopAction { get; set; }

    /// <summary>The network. Default: null, UDP. For tests; only code can set it. It is disposed with the client.</summary>
    public IDatagramTransport? Transport { get; set; }

    /// <summary>What could not be understood of the configuration.</summary>
    internal List<string> Problems { get; } = [];

    internal IzzyClientOptions ToOptions(ILogger? logger = null)
    {
        var options = new IzzyClientOptions
        {
            Name = Name ?? "",
            Preset = Preset,
            ResetPolicy = ResetPolicy,
            Mother = Mother,
            Id = Id,
            CheckInLimit = CheckInLimit,
            AnswerSpread = AnswerSpread,
            ToClientPort = ToClientPort,
            FromClientPort = FromClientPort,
            LocalAddress = LocalAddress,
            StateDirectory = StateDirectory,
            KeyFile = KeyFile,
            StopAction = StopAction,
            Transport = Transport,
            Logger = logger,
        };
        return Limit is { } limit ? options with { Limit = limit } : options;
    }
}
