using System.Text;
using System.Threading.Channels;
using Izzy.Cli.Text;
using Izzy.Heartbeat;
using Izzy.Wording;

namespace Izzy.Cli.Output;

/// <summary>
/// Appends every event to a file as a line of JSON, with the system before the next is read: what a crash of this program leaves
/// behind is whole. Open it before anything starts, then start it on a subscription of its own.
/// </summary>
internal sealed class Recorder : IDisposable
{
    private readonly Stream _file;
    private readonly string _path;
    private bool _isTorn;
    private bool _hasFailed;
    private TextWriter? _error;
    private EventPump? _pump;

    /// <param name="file">Where to.</param>
    /// <param name="path">Its name, for messages.</param>
    /// <param name="isTorn">Whether it ends within a line, so that the first one needs a line end before it.</param>
    internal Recorder(Stream file, string path, bool isTorn = false)
    {
        _file = file;
        _path = path;
        _isTorn = isTorn;
    }

    /// <summary>Opens the file, or makes it.</summary>
    /// <exception cref="CommandException">It cannot be written; the message says why and what to do.</exception>
    public static Recorder Open(string path)
    {
        FileStream? file = null;
        try
        {
            // Others may read along. Without a buffer of our own, each line goes to the system at once.
            file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read, bufferSize: 0);
            // Two who append would write over each other. Windows keeps a second writer out by the sharing above, Linux by this.
            if (OperatingSystem.IsLinux() && file.CanSeek)
                file.Lock(0, long.MaxValue);
            return new Recorder(file, path, SeekEnd(file));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            file?.Dispose();
            var why = exception is IOException && file is not null ? "another process writes to it" : exception.Message;
            throw new CommandException(new Problem(
                $"Events cannot be recorded in {Cells.Quote(path)}: {Escape.ForTerminal(why)}",
                "Name a file that this user may write, in a directory that exists, and another one for each program."));
        }
    }

    /// <summary>Records from now on.</summary>
    /// <param name="events">A subscription of its own.</param>
    /// <param name="error">Where it is told, once, that the file can no longer be written.</param>
    public void Start(ChannelReader<HeartbeatEvent> events, TextWriter error)
    {
        _error = error;
        _pump = new EventPump("izzy-recorder", events, Record);
    }

    /// <inheritdoc cref="EventPump.Finish"/>
    /// <remarks>Dispose of what tells the events first, so that the last of them are there to be recorded.</remarks>
    public bool Finish(TimeSpan bound) => _pump?.Finish(bound) ?? true;

    /// <summary>Ends without waiting. The file is closed unless its thread is still writing to it.</summary>
    public void Dispose()
    {
        if (Finish(TimeSpan.Zero))
            _file.Dispose();
    }

    private static bool SeekEnd(FileStream file)
    {
        if (!file.CanSeek || file.Length == 0)
            return false;
        file.Seek(-1, SeekOrigin.End);
        return file.ReadByte() != '\n';
    }

    private bool Record(HeartbeatEvent happened)
    {
        try
        {
            var line = Encoding.UTF8.GetBytes($"{(_isTorn ? "\n" : "")}{happened.ToJson()}\n");
            _isTorn = true; // until all of it is written
            _file.Write(line);
            _file.Flush();
            _isTorn = false;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The next event is tried all the same: there may be room by then.
            if (!_hasFailed)
                Failure.Report(_error!, $"Events are no longer recorded in {_path}: {exception.Message}", "Make room on the disk. The heartbeat itself goes on.");
            _hasFailed = true;
        }
        catch (ObjectDisposedException)
        {
            return false;
        }

        return true;
    }
}
