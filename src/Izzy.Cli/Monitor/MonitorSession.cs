using System.Net.Sockets;
using Izzy.Capture.Analysis;
using Izzy.Capture.Files;
using Izzy.Capture.Live;
using Izzy.Cli.Input;
using Izzy.Cli.Output;
using Izzy.Cli.Run;
using Izzy.Cli.Text;
using Izzy.Heartbeat.Protocol;
using Izzy.Heartbeat.Time;

namespace Izzy.Cli.Monitor;

/// <summary>What a monitor shows and keeps.</summary>
/// <param name="Ports">Whose packets.</param>
/// <param name="Limit">The limit of the client that listens along.</param>
/// <param name="Json">Lines of JSON.</param>
/// <param name="Every">How often it sums up.</param>
internal sealed record MonitorOptions(HeartbeatPorts Ports, TimeSpan Limit, bool Json, TimeSpan Every)
{
    /// <summary>What MACs are checked with; null for not at all.</summary>
    public VerificationKeys? Keys { get; init; }
}

/// <summary>
/// Takes what passes, writes it to the file, and shows it, until somebody asks to leave. One thread takes and reckons; the file and
/// the output have threads of their own, so that neither holds it up.
/// </summary>
internal sealed class MonitorSession : IDisposable
{
    /// <summary>More lines a second nobody reads; programs get all of them.</summary>
    private const int MostLines = 25;

    private static readonly TimeSpan s_tick = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan s_lastWords = TimeSpan.FromSeconds(2);

    private readonly Leaving _leaving = new();
    private readonly ErrorLines _errors;
    private readonly ITap _tap;
    private readonly MonitorOptions _options;
    private readonly CaptureFile? _file;
    private readonly LinePump _lines;
    private readonly LineRate _rate = new(MostLines);
    private readonly Traffic _traffic;
    private readonly Timeline _timeline = new(SystemClock.Instance.Moment.Now, DateTimeOffset.UtcNow);
    private readonly Thread _thread;
    private TimeSpan _summedUp;
    private long _leftOut;
    private volatile bool _leaves;
    private volatile bool _hasFailed;

    /// <summary>Begins at once.</summary>
    /// <param name="tap">Where frames come from; disposed of with this.</param>
    /// <param name="options">What is shown.</param>
    /// <param name="file">Where they are written, or null; disposed of with this.</param>
    /// <param name="errors">Where it is told what went wrong.</param>
    public MonitorSession(ITap tap, MonitorOptions options, CaptureFile? file, ErrorLines errors)
    {
        _tap = tap;
        _options = options;
        _file = file;
        _errors = errors;
        _traffic = new Traffic(options.Ports, options.Limit, options.Keys);
        // With nobody to read, only a file is a reason to go on.
        _lines = new LinePump(EventPrinter.OpenStandardOutput(), () =>
        {
            if (file is null)
                _leaving.Ask();
        });
        _thread = new Thread(Run) { Name = "izzy-monitor", IsBackground = true };
        _thread.Start();
    }

    /// <summary>Goes on until somebody asks to leave, or the time is over.</summary>
    /// <returns>False if something of what was asked for failed.</returns>
    public bool Run(TimeSpan? longest)
    {
        LineReader.Start(StandardInput.Open(), Do, _errors.Add, static () => { });
        _leaving.Wait(longest);
        _leaves = true;
        if (!_thread.Join(s_lastWords))
            _hasFailed = true;
        _file?.Finish(s_lastWords);
        // What the file and the counts are, once nothing more comes.
        if (_thread.Join(TimeSpan.Zero))
            _lines.Add(_options.Json ? SummaryJson.Line(Sum()) : "\n" + SummaryText.Of(Sum()));
        _lines.Finish(s_lastWords);
        return !_hasFailed && _file?.HasFailed != true;
    }

    public void Dispose()
    {
        _leaves = true;
        _thread.Join(s_lastWords);
        _tap.Dispose();
        _file?.Dispose();
        _errors.Finish(s_lastWords);
        _leaving.Dispose();
    }

    private void Do(string line)
    {
        if (line.Trim().Equals("quit", StringComparison.OrdinalIgnoreCase))
            _leaving.Ask();
        else if (line.Trim().Length > 0)
            _errors.Add(new Problem($"{Cells.Quote(line.Trim())} means nothing here.", "Type quit to leave."));
    }

    private void Run()
    {
        try
        {
            while (!_leaves)
            {
                var came = _tap.TryRead(s_tick, out var frame, out var clock);
                var now = _timeline.Pass(clock);
                TellLeftOut(now);
                if (came)
                    Take(frame, now);
                SumUpWhenDue(now);
            }
        }
        catch (SocketException gone)
        {
            Fail($"Nothing more can be heard: {gone.Message}");
        }
        catch (Exception exception)
        {
            // No input may do this; if one does, the file is closed in good order all the same.
            Fail($"The monitor failed: {exception.Message}");
        }
    }

    private void Take(in CapturedFrame frame, TimeSpan now)
    {
        _file?.Add(frame);
        if (_traffic.See(frame, now, frame.WallClock) is not { } seen)
            return;
        if (_options.Json)
            _lines.Add(ObservationJson.Line(seen));
        else if (_rate.Allows(now))
            _lines.Add(ObservationText.Line(seen));
        else
            _leftOut++;
    }

    private void TellLeftOut(TimeSpan now)
    {
        if (_rate.Due(now) is > 0 and var leftOut)
            _lines.Add($"-- {leftOut} more, not shown");
    }

    private void SumUpWhenDue(TimeSpan now)
    {
        if (now - _summedUp < _options.Every)
            return;
        _summedUp = now;
        _traffic.Advance(now);
        _lines.Add(_options.Json ? SummaryJson.Line(Sum()) : SummaryText.Brief(Sum()));
    }

    private Seen Sum()
    {
        _traffic.Advance(_timeline.Now);
        return new Seen(_traffic, _timeline, _timeline.Now)
        {
            Dropped = _tap.Dropped,
            LeftOut = _leftOut + _lines.LeftOut,
            Written = _file?.Written,
        };
    }

    private void Fail(string what)
    {
        _hasFailed = true;
        _errors.Add(new Problem(what, "Start it again; if this comes back, report it."));
        _leaving.Ask();
    }
}
