using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Izzy.Heartbeat.Protocol;
using Izzy.Heartbeat.State;
using Izzy.Heartbeat.Transport;

namespace Izzy.Bench.Children;

/// <summary>
/// A process that answers each verified beat as the IZZY would that it is for. It signs, and checks nothing: what is measured is Mother, and robots have
/// processors of their own. It prints its port, is told Mother's, and then prints at each line of its input how many beats it heard and how many answers it sent.
/// </summary>
internal sealed class VerifiedFleet : IDisposable
{
    public const string Verb = "verified-fleet";

    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp) { ReceiveTimeout = 100 };
    private readonly byte[] _hello = new byte[HeartbeatMessage.MaxLength + 1];
    private readonly byte[] _here = new byte[HeartbeatMessage.MaxLength];
    private readonly bool[] _isBeaten;
    private readonly uint[] _sequences;
    private readonly VerificationKeys _keys;
    private readonly SocketAddress _mother;
    private ulong _challenge;
    private long _heard;
    private long _answered;

    private VerifiedFleet(int izzies, VerificationKeys keys)
    {
        _isBeaten = new bool[izzies];
        _sequences = new uint[izzies];
        _keys = keys;
        // So that no beat is lost here that Mother sent in time.
        PlatformSockets.SetReceiveBuffer(_socket, 32 << 20);
        _socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        Console.WriteLine(Child.Ready);
        Console.WriteLine(((IPEndPoint)_socket.LocalEndPoint!).Port);
        _mother = new IPEndPoint(IPAddress.Loopback, int.Parse(Console.ReadLine()!, CultureInfo.InvariantCulture)).Serialize();
    }

    /// <param name="izzies">How many.</param>
    /// <param name="keyFile">The key.</param>
    public static void Run(int izzies, string keyFile)
    {
        using var fleet = new VerifiedFleet(izzies, KeyFile.Read(keyFile));
        new Thread(fleet.Answer) { IsBackground = true }.Start();
        while (Console.ReadLine() is not null)
            Console.WriteLine(FormattableString.Invariant($"{Volatile.Read(ref fleet._heard)} {Volatile.Read(ref fleet._answered)}"));
    }

    public void Dispose() => _socket.Dispose();

    private void Answer()
    {
        var from = new SocketAddress(AddressFamily.InterNetwork);
        while (true)
        {
            try
            {
                var length = _socket.ReceiveFrom(_hello, SocketFlags.None, from);
                if (HeartbeatPacket.TryRead(_hello.AsSpan(0, length), out var packet, out _)
                    && packet.Type == MessageType.Hello && VerificationTrailer.TryFind(packet.Payload, out var trailer, out _))
                {
                    Answer(packet.ReceiverId, trailer);
                }
            }
            catch (SocketException silence) when (silence.SocketErrorCode == SocketError.TimedOut)
            {
                // She has not started yet, or ended.
            }
            catch (ObjectDisposedException)
            {
                return;
            }
        }
    }

    private void Answer(Guid receiver, in VerificationTrailer hello)
    {
        if (receiver != Guid.Empty)
        {
            Volatile.Write(ref _heard, _heard + 1);
            var number = NumberOf(receiver);
            _isBeaten[number] = true;
            Send(number, receiver, hello.Challenge);
            return;
        }

        for (var number = 0; number < _isBeaten.Length; number++)
        {
            if (!_isBeaten[number])
                Send(number, IdOf(number), hello.Challenge);
        }
    }

    private void Send(int number, Guid id, ulong echo)
    {
        var state = new IzzyState(IzzyStatus.Moving) { X = number, Y = 2, Z = 3, Heading = 90, Speed = 350 };
        var length = HeartbeatMessage.Encode(_here, MessageType.Here, id, Guid.Empty, "izzy"u8, state);
        length = new VerificationTrailer(VerifiedRole.Izzy, Session: 7, ++_sequences[number], PaceMs: 1_000, ++_challenge, echo).Append(_here, length, _keys);
        _socket.SendTo(_here.AsSpan(0, length), SocketFlags.None, _mother);
        Volatile.Write(ref _answered, _answered + 1);
    }

    private static Guid IdOf(int number) => new(number + 1, 0, 0, new byte[8]);

    private static int NumberOf(Guid id)
    {
        Span<byte> bytes = stackalloc byte[16];
        _ = id.TryWriteBytes(bytes, bigEndian: true, out _);
        return System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(bytes) - 1;
    }
}
