using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace Izzy.Heartbeat;

/// <summary>Writes events to a log, on a thread of its own, so that a log that stalls or throws touches nothing else.</summary>
internal sealed partial class EventLog
{
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
                    Write(happened);
                }
                catch (Exception)
                {
                    // A log that throws loses this line and no other; there is nowhere left to say so.
                }
            }
        }
    }

    private void Write(HeartbeatEvent happened)
    {
        var json = happened.ToJson();
        if (happened is HeartbeatEvent.Stopped or HeartbeatEvent.IzzyLost or HeartbeatEvent.IzziesLost or HeartbeatEvent.StopUnconfirmed or HeartbeatEvent.MotherConflict
            or HeartbeatEvent.DuplicateIzzy or HeartbeatEvent.ThreadDied or HeartbeatEvent.StopActionFailed or HeartbeatEvent.StateNotSaved)
            Alarm(happened.Kind, json);
        else
            Happened(happened.Kind, json);
    }

    [LoggerMessage(1, LogLevel.Information, "{Event} {Json}")]
    private partial void Happened(string @event, string json);

    [LoggerMessage(2, LogLevel.Warning, "{Event} {Json}")]
    private partial void Alarm(string @event, string json);
}
