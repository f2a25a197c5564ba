using System.Collections.Frozen;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace Izzy.Heartbeat;

/// <summary>Writes events to a log, on a thread of its own, so that a log that stalls or throws touches nothing else.</summary>
internal sealed class EventLog
{
    /// <summary>
    /// The number and level that each event is logged with. Numbers are promised (<c>docs/hosting.md</c>): one is never used again for another
    /// event. Those from 1xx come from both sides, 2xx from an IZZY, 3xx from Mother; 4xx are the host's.
    /// </summary>
    public static readonly FrozenDictionary<Type, (int Id, LogLevel Level)> Numbers = new Dictionary<Type, (int, LogLevel)>
    {
        [typeof(HeartbeatEvent.Stopped)] = (101, LogLevel.Warning),
        [typeof(HeartbeatEvent.ResetRefused)] = (102, LogLevel.Information),
        [typeof(HeartbeatEvent.MotherConflict)] = (103, LogLevel.Warning),
        [typeof(HeartbeatEvent.Rejected)] = (104, LogLevel.Information),
        [typeof(HeartbeatEvent.ThreadDied)] = (105, LogLevel.Error),
        [typeof(HeartbeatEvent.ClockStepped)] = (106, LogLevel.Information),
        [typeof(HeartbeatEvent.StateNotSaved)] = (107, LogLevel.Error),
        [typeof(HeartbeatEvent.EventsLost)] = (108, LogLevel.Warning),

        [typeof(HeartbeatEvent.Waiting)] = (201, LogLevel.Information),
        [typeof(HeartbeatEvent.Connected)] = (202, LogLevel.Information),
        [typeof(HeartbeatEvent.Permitted)] = (203, LogLevel.Information),
        [typeof(HeartbeatEvent.LimitTooShort)] = (204, LogLevel.Warning),
        [typeof(HeartbeatEvent.StatusReported)] = (205, LogLevel.Information),
        [typeof(HeartbeatEvent.StopActionFailed)] = (206, LogLevel.Error),

        [typeof(HeartbeatEvent.Beating)] = (301, LogLevel.Information),
        [typeof(HeartbeatEvent.Reset)] = (302, LogLevel.Information),
        [typeof(HeartbeatEvent.Leaving)] = (303, LogLevel.Information),
        [typeof(HeartbeatEvent.IzzyFound)] = (304, LogLevel.Information),
        [typeof(HeartbeatEvent.IzzyLate)] = (305, LogLevel.Information),
        [typeof(HeartbeatEvent.IzzyLost)] = (306, LogLevel.Warning),
        [typeof(HeartbeatEvent.IzziesLate)] = (307, LogLevel.Information),
        [typeof(HeartbeatEvent.IzziesLost)] = (308, LogLevel.Warning),
        [typeof(HeartbeatEvent.IzzyReturned)] = (309, LogLevel.Information),
        [typeof(HeartbeatEvent.IzzyStatusChanged)] = (310, LogLevel.Information),
        [typeof(HeartbeatEvent.DuplicateIzzy)] = (311, LogLevel.Warning),
        [typeof(HeartbeatEvent.StopConfirmed)] = (312, LogLevel.Information),
        [typeof(HeartbeatEvent.StopUnconfirmed)] = (313, LogLevel.Warning),
        [typeof(HeartbeatEvent.NoInterface)] = (314, LogLevel.Warning),
        [typeof(HeartbeatEvent.Interfaces)] = (315, LogLevel.Information),
        [typeof(HeartbeatEvent.Paused)] = (316, LogLevel.Warning),
        [typeof(HeartbeatEvent.RegistryFull)] = (317, LogLevel.Warning),
        [typeof(HeartbeatEvent.ReceiveBufferSmall)] = (318, LogLevel.Warning),
    }.ToFrozenDictionary();

    private readonly Dictionary<Type, Action<ILogger, string, string, Exception?>> _writers = [];
    private readonly ChannelReader<HeartbeatEvent> _events;
    private readonly ILogger _logger;

    private EventLog(ChannelReader<HeartbeatEvent> events, ILogger logger)
    {
        _events = events;
        _logger = logger;
    }

    /// <summary>Logs until the stream ends.</summary>
    public static void Start(EventStream events, ILogger? logger)
    {
        if (logger is null)
            return;
        var log = new EventLog(events.Subscribe(), logger);
        new Thread(log.Run) { Name = "izzy-log", IsBackground = true }.Start();
    }

    private void Run()
    {
        while (_events.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
        {
            while (_events.TryRead(out var happened))
            {
                try
                {
                    WriterOf(happened)(_logger, happened.Kind, happened.ToJson(), null);
                }
                catch (Exception)
                {
                    // A log that throws loses this line and no other; there is nowhere left to say so.
                }
            }
        }
    }

    private Action<ILogger, string, string, Exception?> WriterOf(HeartbeatEvent happened)
    {
        var type = happened.GetType();
        if (_writers.TryGetValue(type, out var known))
            return known;
        var (id, level) = Numbers[type];
        return _writers[type] = LoggerMessage.Define<string, string>(level, new EventId(id, happened.Kind), "{Event} {Json}");
    }
}
