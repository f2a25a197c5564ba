using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Izzy.Cli.Text;
using Izzy.Heartbeat;
using Izzy.Heartbeat.Safety;

namespace Izzy.Cli.Reset;

/// <summary>
/// A running client's door for <c>izzy reset NAME</c>: a Unix socket in its state directory, for a button or a service without
/// a keyboard. One line in, one line out: <c>reset</c> gets <c>granted</c> or <c>refused REASON</c>, <c>name</c> gets the name.
/// </summary>
internal sealed class ResetSocket : IDisposable
{
    public const string Granted = "granted";
    public const string RefusedPrefix = "refused ";
    public const string Pattern = "izzy-*.sock";

    // A peer that connects and says nothing must not keep the button from working for longer.
    private const int PatienceMs = 1000;

    private readonly Socket _socket;
    private readonly string _path;
    private readonly IzzyClient _client;
    private volatile bool _ending;

    private ResetSocket(Socket socket, string path, IzzyClient client)
    {
        _socket = socket;
        _path = path;
        _client = client;
    }

    /// <summary>The socket's file name: short, because a path of about a hundred bytes is all that the system takes.</summary>
    public static string FileName(string name, int toClientPort) =>
        $"izzy-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)))[..8]}-{toClientPort}.sock";

    /// <summary>Opens the door.</summary>
    /// <exception cref="HeartbeatStartException">The socket cannot be made there.</exception>
    public static ResetSocket Open(string directory, IzzyClient client, int toClientPort)
    {
        var path = Path.Combine(directory, FileName(client.Name, toClientPort));
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            // The state directory's lock is ours, so a socket that stands there was left behind.
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
                $"The socket for 'izzy reset' cannot be made at {path}: {exception.Message}",
                "Choose a writable state directory with a shorter path by --state.",
                exception);
        }

        var door = new ResetSocket(socket, path, client);
        new Thread(door.Serve) { IsBackground = true, Name = "reset-socket" }.Start();
        return door;
    }

    public void Dispose()
    {
        _ending = true;
        _socket.Dispose();
        File.Delete(_path);
    }

    /// <summary>Asks the door at a path one thing.</summary>
    /// <returns>The answer, or null if nobody answers there.</returns>
    public static string? Ask(string path, string line)
    {
        try
        {
            using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            socket.ReceiveTimeout = 5 * PatienceMs;
            socket.Connect(new UnixDomainSocketEndPoint(path));
            using var stream = new NetworkStream(socket);
            stream.Write(Encoding.UTF8.GetBytes(line + "\n"));
            using var reader = new StreamReader(stream);
            return reader.ReadLine();
        }
        catch (Exception exception) when (exception is SocketException or IOException or ArgumentException)
        {
            return null;
        }
    }

    private void Serve()
    {
        while (!_ending)
        {
            try
            {
                using var peer = _socket.Accept();
                peer.ReceiveTimeout = PatienceMs;
                peer.SendTimeout = PatienceMs;
                var buffer = new byte[64];
                var read = peer.Receive(buffer);
                peer.Send(Encoding.UTF8.GetBytes(Answer(Encoding.UTF8.GetString(buffer, 0, read).Trim()) + "\n"));
            }
            catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
            {
                // This peer went away, or the door is closed; the next one gets its turn.
            }
        }
    }

    private string Answer(string line)
    {
        if (line == "name")
            return _client.Name;
        if (line != "reset")
            return "unknown";
        var refusal = _client.Reset();
        return refusal == ResetRefusal.None ? Granted : RefusedPrefix + Words.Of(refusal);
    }
}
