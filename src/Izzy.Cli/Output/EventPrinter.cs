using System.Text;
using System.Threading.Channels;
using Izzy.Cli.Text;
using Izzy.Heartbeat;
using Izzy.Wording;

namespace Izzy.Cli.Output;

/// <summary>
/// Prints each event as a line, on a thread of its own. An output that is closed ends the printing without a word, and one that
/// stalls holds up nothing else: the beat goes on (rule S19).
/// </summary>
internal sealed class EventPrinter : IDisposable
{
    private readonly Lock _writing = new();
    private readonly TextWriter _output;
    private readonly Func<HeartbeatEvent, string> _format;
    private readonly EventPump _pump;

    /// <summary>Starts printing.</summary>
    /// <param name="events">The events, to their end.</param>
    /// <param name="output">Where to; used by this printer alone from now on, so that its stalling locks nobody out.</param>
    /// <param name="format">Makes the line.</param>
    public EventPrinter(ChannelReader<HeartbeatEvent> events, TextWriter output, Func<HeartbeatEvent, string> format)
    {
        _output = output;
        _format = format;
        _pump = new EventPump("izzy-printer", events, Print);
    }

    /// <summary>Prints lines of JSON.</summary>
    public static EventPrinter Json(ChannelReader<HeartbeatEvent> events, TextWriter output) => new(events, output, happened => happened.ToJson());

    /// <summary>Prints lines for people.</summary>
    public static EventPrinter Text(ChannelReader<HeartbeatEvent> events, TextWriter output, int toClientPort, int fromClientPort) =>
        new(events, output, happened => EventText.Describe(happened, toClientPort, fromClientPort));

    /// <summary>
    /// Standard output for a printer alone. <see cref="Console.Out"/> has one lock for all who write there or to the error
    /// output, and a thread that stalls in it would hold up every other.
    /// </summary>
    public static TextWriter OpenStandardOutput() =>
        new StreamWriter(OperatingSystem.IsWindows() ? Console.OpenStandardOutput() : new DescriptorStream(1), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)) { NewLine = "\n" };

    /// <summary>Prints something that is no event, between two of them. It waits for the output, so only a thread that may wait calls it.</summary>
    public void Say(string text) => Write(text);

    /// <inheritdoc cref="EventPump.Finish"/>
    /// <remarks>Dispose of what tells the events first, so that the last of them are there to be printed.</remarks>
    public bool Finish(TimeSpan bound) => _pump.Finish(bound);

    /// <inheritdoc cref="EventPump.Dispose"/>
    public void Dispose() => _pump.Dispose();

    private bool Print(HeartbeatEvent happened) => Write(_format(happened));

    private bool Write(string text)
    {
        lock (_writing)
            return Outputs.TryWrite(_output, text);
    }
}
