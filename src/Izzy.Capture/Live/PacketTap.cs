using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using System.Text;
using Izzy.Capture.Analysis;
using Izzy.Capture.Files;
using Izzy.Heartbeat.Time;
using Izzy.Heartbeat.Transport;

namespace Izzy.Capture.Live;

/// <summary>
/// Listens beside whoever runs, through a packet socket of Linux: it takes no port, sends nothing, and takes no packet from
/// anybody. Frames come as Linux cooked, version 2, which keeps interface and direction.
/// </summary>
[SupportedOSPlatform("linux")]
internal sealed partial class PacketTap : ITap
{
    private const int CookedHeader = 20;
    private const int LongestPacket = 65_536;
    private const int ReceiveRoom = 4 * 1024 * 1024;

    private const ushort EveryProtocol = 3;
    private const int PacketLevel = 263;
    private const int PacketStatistics = 6;
    private const nuint TimeOfLastPacket = 0x8907;
    private const int LongestName = 16;
    private const int MostNames = 256;

    /// <summary>A packet that waited longer than this was not: somebody set the clock.</summary>
    private static readonly TimeSpan s_longestWait = TimeSpan.FromSeconds(5);

    private readonly Socket _socket;
    private readonly IReadOnlyList<string> _only;
    private readonly byte[] _frame = new byte[CookedHeader + LongestPacket];
    private readonly SocketAddress _from = new(AddressFamily.Packet, 128);
    private readonly Dictionary<int, string> _names = [];
    private long _dropped;

    private PacketTap(Socket socket, IReadOnlyList<string> only)
    {
        _socket = socket;
        _only = only;
    }

    public long Dropped
    {
        get
        {
            // Two numbers, of which the second counts from the last question on.
            Span<byte> counts = stackalloc byte[8];
            if (_socket.GetRawSocketOption(PacketLevel, PacketStatistics, counts) == counts.Length)
                _dropped += MemoryMarshal.Read<uint>(counts[4..]);
            return _dropped;
        }
    }

    /// <summary>Begins to listen.</summary>
    /// <param name="ports">Whose packets.</param>
    /// <param name="interfaces">Where, by name; empty for everywhere.</param>
    /// <exception cref="TapRefusedException">This user may not.</exception>
    public static PacketTap Open(HeartbeatPorts ports, IReadOnlyList<string> interfaces)
    {
        Socket? socket = null;
        try
        {
            // Bound to no protocol until the filter stands, so that nothing slips in before it.
            socket = new Socket(AddressFamily.Packet, SocketType.Dgram, 0);
            SocketFilter.Attach(socket, ports);
            // Fewer bytes mean fewer packets kept while this program does not run.
            _ = PlatformSockets.SetReceiveBuffer(socket, ReceiveRoom);
            var tap = new PacketTap(socket, interfaces);
            // The first question switches the stamping on.
            _ = tap.Stamp();
            socket.Blocking = false;
            socket.Bind(new EveryInterface());
            return tap;
        }
        catch (SocketException refused)
        {
            socket?.Dispose();
            throw new TapRefusedException(
                refused.SocketErrorCode == SocketError.AccessDenied
                    ? "This user may not listen to what passes on the network."
                    : $"What passes on the network cannot be listened to: {refused.Message}",
                "Run it with sudo.");
        }
    }

    public bool TryRead(TimeSpan wait, out CapturedFrame frame, out TimeSpan now)
    {
        frame = default;
        var length = _socket.Poll(wait, SelectMode.SelectRead) ? Receive() : -1;
        var (clock, wall) = (SystemClock.Instance.Moment.Now, Nanoseconds(DateTimeOffset.UtcNow));
        now = clock;
        if (length < 0)
            return false;
        var time = Stamp() ?? wall;
        var waited = TimeSpan.FromTicks((wall - time) / TimeSpan.NanosecondsPerTick);
        if (waited >= TimeSpan.Zero && waited < s_longestWait)
            now -= waited;
        if (NameOf(WriteHeader()) is not { } name || (_only.Count > 0 && !_only.Contains(name)))
            return false;
        frame = new CapturedFrame { Bytes = _frame.AsSpan(0, CookedHeader + length), Time = time, Link = LinkTypes.LinuxCooked2, Interface = name };
        return true;
    }

    public void Dispose() => _socket.Dispose();

    private static long Nanoseconds(DateTimeOffset time) => (time - DateTimeOffset.UnixEpoch).Ticks * TimeSpan.NanosecondsPerTick;

    private int Receive()
    {
        try
        {
            // The last one left its own size behind.
            _from.Size = _from.Buffer.Length;
            return _socket.ReceiveFrom(_frame.AsSpan(CookedHeader), SocketFlags.None, _from);
        }
        catch (SocketException gone) when (gone.SocketErrorCode is SocketError.WouldBlock or SocketError.NetworkDown or SocketError.Interrupted)
        {
            // An interface went away, or another one came first: there are others to wait for.
            return -1;
        }
    }

    /// <summary>Turns the address of a packet socket (struct sockaddr_ll) into the header that a file has for it.</summary>
    /// <returns>The number of the interface.</returns>
    private int WriteHeader()
    {
        var from = _from.Buffer.Span;
        var index = MemoryMarshal.Read<int>(from[4..]);
        var header = _frame.AsSpan(0, CookedHeader);
        header.Clear();
        from[2..4].CopyTo(header); // the protocol, big-endian in both
        BinaryPrimitives.WriteInt32BigEndian(header[4..], index);
        BinaryPrimitives.WriteUInt16BigEndian(header[8..], MemoryMarshal.Read<ushort>(from[8..]));
        from[10..20].CopyTo(header[10..]); // packet type, length of the address, address
        return index;
    }

    private string? NameOf(int index)
    {
        if (_names.TryGetValue(index, out var known))
            return known;
        Span<byte> name = stackalloc byte[LongestName];
        if (InterfaceName((uint)index, ref name[0]) == 0)
            return _only.Count > 0 ? null : $"#{index}";
        if (_names.Count == MostNames)
            _names.Clear();
        return _names[index] = Encoding.UTF8.GetString(name[..Math.Max(0, name.IndexOf((byte)0))]);
    }

    /// <summary>When the kernel took the packet that was read last.</summary>
    private long? Stamp()
    {
        var time = default(TimeSpec);
        return Control(_socket.SafeHandle.DangerousGetHandle(), TimeOfLastPacket, ref time) == 0 && time.Seconds > 0
            ? (time.Seconds * 1_000_000_000L) + time.Nanoseconds
            : null;
    }

    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    private static partial int Control(nint descriptor, nuint request, ref TimeSpec time);

    [LibraryImport("libc", EntryPoint = "if_indextoname")]
    private static partial nint InterfaceName(uint index, ref byte name);

    [StructLayout(LayoutKind.Sequential)]
    private struct TimeSpec
    {
        public nint Seconds;
        public nint Nanoseconds;
    }

    /// <summary>Every interface and every protocol: struct sockaddr_ll.</summary>
    private sealed class EveryInterface : EndPoint
    {
        public override AddressFamily AddressFamily => AddressFamily.Packet;

        public override SocketAddress Serialize()
        {
            var address = new SocketAddress(AddressFamily.Packet, CookedHeader);
            BinaryPrimitives.WriteUInt16BigEndian(address.Buffer.Span[2..], EveryProtocol);
            return address;
        }
    }
}
