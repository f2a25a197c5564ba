using System.Threading.Channels;
using Izzy.Capture.Files;
using Izzy.Cli.Text;
using Izzy.Wording;

namespace Izzy.Cli.Monitor;

/// <summary>
/// The file of <c>--write</c>. It is written on a thread of its own, so that a slow disk costs frames of the file and not of the
/// monitor; each frame is with the system before the next. After a write that failed nothing more is written.
/// </summary>
internal sealed class CaptureFile : IDisposable
{
    private const int MostWaiting = 4096;

    private readonly Channel<Frame> _frames = Channel.CreateBounded<Frame>(new BoundedChannelOptions(MostWaiting) { SingleReader = true });
    private readonly PcapWriter _writer;
    private readonly string _path;
    private readonly Action<Problem> _complain;
    private readonly Thread _thread;
    private long _missed;
    private long _written;
    private volatile bool _hasFailed;

    private CaptureFile(PcapWriter writer, string path, Action<Problem> complain)
    {
        _writer = writer;
        _path = path;
        _complain = complain;
        _thread = new Thread(Run) { Name = "izzy-capture-file", IsBackground = true };
        _thread.Start();
    }

    /// <summary>Whether a write failed, or a frame did not find its way into the file.</summary>
    public bool HasFailed => _hasFailed || Volatile.Read(ref _missed) > 0;

    /// <summary>How many frames stand in the file.</summary>
    public long Written => Volatile.Read(ref _written);

    /// <summary>Makes the file. One that is there already is not written over.</summary>
    /// <param name="path">Its name.</param>
    /// <param name="complain">Is told, once, that the file can no longer be written.</param>
    /// <exception cref="CommandException">It cannot be made; the message says why and what to do.</exception>
    public static CaptureFile Open(string path, Action<Problem> complain)
    {
        FileStream? file = null;
        try
        {
            file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.Read, bufferSize: 0);
            if (file.CanSeek && file.Length > 0)
                throw new CommandException(new Problem($"{Cells.Quote(path)} exists already, and is not written over.", "Name another file, or remove that one."));
            return new CaptureFile(new PcapWriter(file, LinkTypes.LinuxCooked2), path, complain);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            file?.Dispose();
            throw new CommandException(new Problem(
                $"The capture cannot be written to {Cells.Quote(path)}: {Escape.ForTerminal(exception.Message)}",
                "Name a file that this user may write, in a directory that exists, on a disk with room."));
        }
        catch (CommandException)
        {
            file?.Dispose();
            throw;
        }
    }

    /// <summary>Appends a frame, soon; never waits.</summary>
    public void Add(in CapturedFrame frame)
    {
        if (_hasFailed || frame.Time is not { } time)
            return;
        var kept = frame.Bytes[..Math.Min(frame.Bytes.Length, PcapWriter.MostKept)].ToArray();
        if (!_frames.Writer.TryWrite(new Frame(time, kept, frame.Bytes.Length)))
            Interlocked.Increment(ref _missed);
    }

    /// <summary>Writes what is left, no longer than this, and closes the file.</summary>
    public void Finish(TimeSpan bound)
    {
        _frames.Writer.TryComplete();
        if (!_thread.Join(bound))
        {
            _hasFailed = true;
            _complain(new Problem($"The capture in {_path} lacks its end: the disk took too long.", "Look at the disk; what was written can be read."));
        }
        else if (Volatile.Read(ref _missed) is > 0 and var missed)
        {
            _complain(new Problem($"{missed} frames are not in {_path}: the disk was too slow.", "Write to a faster one."));
        }
    }

    /// <summary>Ends without waiting; the file is closed unless its thread is still writing to it.</summary>
    public void Dispose()
    {
        _frames.Writer.TryComplete();
        if (_thread.Join(TimeSpan.Zero))
            _writer.Dispose();
    }

    private void Run()
    {
        try
        {
            while (_frames.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
            {
                while (_frames.Reader.TryRead(out var frame))
                {
                    _writer.Write(frame.Time, frame.Bytes, frame.Length);
                    Interlocked.Increment(ref _written);
                }
            }
        }
        catch (Exception exception)
        {
            // Whatever it is, the monitor goes on, and the file stays as it was before.
            _hasFailed = true;
            _complain(new Problem($"The capture is no longer written to {_path}: {exception.Message}", "Make room on the disk and start again. What was written can be read; the monitor goes on."));
        }
    }

    private readonly record struct Frame(long Time, byte[] Bytes, int Length);
}
