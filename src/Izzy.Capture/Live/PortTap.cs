using System.Buffers.Binary;
using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using Izzy.Capture.Files;
using Izzy.Heartbeat.Time;
using Izzy.Heartbeat.Transport;

namespace Izzy.Capture.Live;

/// <summary>
/// Listens as an IZZY does, with an ordinary socket at the port of IZZYs: for users who may not capture. It hears what arrives
/// at that port alone, and holds it. What it reads is put behind headers made for it, so that it can be read as any other.
/// </summary>
internal sealed class PortTap : ITap
{
    private const int Headers = 28; // 20 of IPv4, 8 of UDP
    private const int LongestPacket = 65_536;
    private const int ReceiveRoom = 1024 * 1024;
    private const byte VersionAndLength = 0x45;
    private const byte Udp = 17;

    private readonly Socket _socket;
    private readonly int _port;
    private readonly byte[] _packet = new byte[LongestPacket];
    private EndPoint _from = new IPEndPoint(IPAddress.Any, 0);

    private PortTap(Socket socket, int port)
    {
        _socket = socket;
        _port = port;
    }

    /// <summary>An ordinary socket does not tell.</summary>
    public long Dropped => 0;

    /// <summary>Takes the port.</summary>
    /// <exception cref="TapRefusedException">Somebody else has it.</exception>
    public static PortTap Open(int port)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp) { Blocking = false };
        try
        {
            socket.SetSocketOption(SocketOptionLevel.IP, SocketOptionName.PacketInformation, true);
            _ = PlatformSockets.SetReceiveBuffer(socket, ReceiveRoom);
            socket.Bind(new IPEndPoint(IPAddress.Any, port));
            return new PortTap(socket, port);
        }
        catch (SocketException taken)
        {
            socket.Dispose();
            throw new TapRefusedException(
                taken.SocketErrorCode == SocketError.AddressAlreadyInUse
                    ? $"UDP port {port} is taken, and an ordinary socket cannot listen beside its owner without taking packets from it."
                    : $"UDP port {port} cannot be listened to: {taken.Message}",
                "Run izzy monitor with sudo, which takes no port; or stop the client that runs here.");
        }
    }

    public bool TryRead(TimeSpan wait, out CapturedFrame frame, out TimeSpan now)
    {
        frame = default;
        var came = _socket.Poll(wait, SelectMode.SelectRead);
        now = SystemClock.Instance.Moment.Now;
        if (!came)
            return false;
        try
        {
            var flags = SocketFlags.None;
            var length = _socket.ReceiveMessageFrom(_packet.AsSpan(Headers), ref flags, ref _from, out var information);
            WriteHeaders(length, (IPEndPoint)_from, information.Address);
            frame = new CapturedFrame
            {
                Bytes = _packet.AsSpan(0, Headers + length),
                Time = (DateTimeOffset.UtcNow - DateTimeOffset.UnixEpoch).Ticks * TimeSpan.NanosecondsPerTick,
                Link = LinkTypes.Ipv4,
                Interface = NameOf(information.Interface),
            };
            return true;
        }
        catch (SocketException none) when (none.SocketErrorCode is SocketError.WouldBlock or SocketError.Interrupted or SocketError.ConnectionReset)
        {
            return false;
        }
    }

    public void Dispose() => _socket.Dispose();

    private static string? NameOf(int index)
    {
        try
        {
            return NetworkInterface.GetAllNetworkInterfaces().FirstOrDefault(each => each.GetIPProperties().GetIPv4Properties()?.Index == index)?.Name;
        }
        catch (NetworkInformationException)
        {
            return null;
        }
    }

    private void WriteHeaders(int length, IPEndPoint from, IPAddress to)
    {
        var ip = _packet.AsSpan(0, Headers);
        ip.Clear();
        ip[0] = VersionAndLength;
        BinaryPrimitives.WriteUInt16BigEndian(ip[2..], (ushort)(Headers + length));
        ip[9] = Udp;
        _ = from.Address.TryWriteBytes(ip[12..], out _);
        _ = to.TryWriteBytes(ip[16..], out _);
        BinaryPrimitives.WriteUInt16BigEndian(ip[20..], (ushort)from.Port);
        BinaryPrimitives.WriteUInt16BigEndian(ip[22..], (ushort)_port);
        BinaryPrimitives.WriteUInt16BigEndian(ip[24..], (ushort)(8 + length));
    }
}
