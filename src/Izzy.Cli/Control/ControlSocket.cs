using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using Izzy.Heartbeat;

namespace Izzy.Cli.Control;

/// <summary>
/// How a running program is controlled by others on this machine: a Unix socket in its state directory. One line in, one line
/// out, one peer at a time. Whatever a peer does, it holds up nobody but the next peer, and that for a bounded time.
/// </summary>
internal sealed class ControlSocket : IDisposable
{
    /// <summary>The most bytes of a line in, its end included.</summary>
    public const int LongestLine = 64;

    /// <summary>The most bytes of an answer: well over that of a Mother who knows as many IZZYs as she keeps count of.</summary>
    public const int LongestAnswer = 16 << 20;

    // A peer that connects and says nothing must not keep the button from working for longer.
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(1);

    // After an error that may last, such as too many open files: no thread may spin beside a beat.
    private static readonly TimeSpan s_rest = TimeSpan.FromMilliseconds(100);

    // Less than anybody waits for an answer.
    private static readonly TimeSpan s_stale = TimeSpan.FromSeconds(2);

    private readonly ManualResetEventSlim _ending = new();
    private readonly Socket _socket;
    private readonly string _path;
    private readonly Func<string, string> _answer;

    private ControlSocket(Socket socket, string path, Func<string, string> answer)
    {
        _socket = socket;
        _path = path;
        _answer = answer;
    }

    /// <summary>Opens one; whoever opens it has the lock of the state directory, so a socket that stands there was left behind.</summary>
    /// <param name="path">Where: of about a hundred bytes at most, which is all that the system takes.</param>
    /// <param name="use">The command that it is for, for messages.</param>
    /// <param name="answer">Answers a line by a line, on the socket's thread.</param>
    /// <exception cref="HeartbeatStartException">The socket cannot be made there.</exception>
    public static ControlSocket Open(string path, string use, Func<string, string> answer)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            File.Delete(path);
            socket.Bind(new UnixDomainSocketEndPoint(path));
            socket.Listen(4);
            if (!OperatingSystem.IsWindows())
                File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite);
        }
        catch (Exception exception) when (exception is SocketException or ArgumentException or IOException or UnauthorizedAccessException)
        {
            socket.Dispose();
            throw new HeartbeatStartException(
                $"The socket for '{use}' cannot be made at {path}: {exception.Message}",
                "Choose a writable state directory with a shorter path by --state.",
                exception);
        }

        var opened = new ControlSocket(socket, path, answer);
        new Thread(opened.Serve) { IsBackground = true, Name = "izzy-control" }.Start();
        return opened;
    }

    /// <summary>Opens one, or tells why it cannot be: without it a program still does what else it is for.</summary>
    public static ControlSocket? TryOpen(Func<ControlSocket> open, TextWriter error)
    {
        try
        {
            return open();
        }
        catch (HeartbeatStartException exception)
        {
            Failure.Report(error, exception.Message, exception.Remedy);
            return null;
        }
    }

    /// <summary>Answers nobody from now on. It touches no disk, so it may stand before a stop.</summary>
    public void Close() => _ending.Set();

    /// <summary>Takes the socket away, which a disk that hangs holds up: stop what must be stopped before.</summary>
    public void Dispose()
    {
        Close();
        _socket.Dispose();
        try
        {
            File.Delete(_path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Whoever leaves must get away all the same; the next one removes it.
        }
    }

    /// <summary>
    /// Whether a request is too old to be obeyed: it waited behind others, or while this process stood still, and what was right when it was asked may be wrong by now.
    /// </summary>
    /// <param name="asked">When it was asked, by the machine's clock.</param>
    /// <param name="now">The time.</param>
    public static bool IsStale(TimeSpan asked, TimeSpan now) => now - asked > s_stale;

    /// <summary>Asks the socket at a path one thing.</summary>
    /// <returns>The answer, or null if nobody answers there.</returns>
    public static string? Ask(string path, string line)
    {
        try
        {
            using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            socket.SendTimeout = (int)s_patience.TotalMilliseconds;
            socket.Connect(new UnixDomainSocketEndPoint(path));
            socket.Send(Encoding.UTF8.GetBytes(line + "\n"));
            return Read(socket, LongestAnswer, 5 * s_patience) is { Length: > 0 } answer ? answer : null;
        }
        catch (Exception exception) when (exception is SocketException or IOException or ArgumentException)
        {
            return null;
        }
    }

    private void Serve()
    {
        while (!_ending.IsSet)
        {
            try
            {
                using var peer = _socket.Accept();
                if (Read(peer, LongestLine, s_patience) is { } line && !_ending.IsSet)
                    Write(peer, Encoding.UTF8.GetBytes(_answer(line.Trim()) + "\n"));
            }
            catch (Exception)
            {
                // This peer went away, the socket is closed, or the answer failed; the next one gets its turn. Out of here it would
                // end the process, and with it the beat.
                _ = _ending.Wait(s_rest);
            }
        }
    }

    /// <summary>Reads a line, or what there is before the peer ends.</summary>
    /// <returns>Null if it is too long.</returns>
    /// <exception cref="SocketException">It does not come in time.</exception>
    private static string? Read(Socket peer, int longest, TimeSpan patience)
    {
        var since = Stopwatch.GetTimestamp();
        var buffer = new byte[Math.Min(longest, 1 << 16)];
        using var line = new MemoryStream();
        while (line.Length < longest)
        {
            peer.ReceiveTimeout = Left(since, patience);
            var read = peer.Receive(buffer);
            var end = buffer.AsSpan(0, read).IndexOf((byte)'\n');
            line.Write(buffer, 0, end < 0 ? read : end);
            if (end >= 0 || read == 0)
                return Encoding.UTF8.GetString(line.GetBuffer(), 0, (int)line.Length);
        }

        return null;
    }

    private static void Write(Socket peer, ReadOnlySpan<byte> bytes)
    {
        // A peer that takes a byte now and then must not hold the socket either.
        var since = Stopwatch.GetTimestamp();
        while (!bytes.IsEmpty)
        {
            peer.SendTimeout = Left(since, s_patience);
            bytes = bytes[peer.Send(bytes[..Math.Min(bytes.Length, 1 << 16)])..];
        }
    }

    private static int Left(long since, TimeSpan patience)
    {
        var left = (int)(patience - Stopwatch.GetElapsedTime(since)).TotalMilliseconds;
        // 0 would mean for ever.
        return left > 0 ? left : throw new SocketException((int)SocketError.TimedOut);
    }
}
