using System.Net.Sockets;
using System.Runtime.InteropServices;
using Izzy.Capture.Analysis;

namespace Izzy.Capture.Live;

/// <summary>
/// The kernel's own filter of a packet socket: what is not sent to a port of the heartbeat never wakes this program, whatever
/// else the machine sends and receives. On loopback each packet passes twice; the outgoing copy is left out.
/// </summary>
internal static unsafe class SocketFilter
{
    private const int SocketLevel = 1;
    private const int AttachFilter = 26;

    // Operations of the kernel's classic filter machine, and what it knows of a packet beside its bytes.
    private const ushort LoadByte = 0x30;
    private const ushort LoadHalf = 0x28;
    private const ushort LoadHalfBehind = 0x48;
    private const ushort LoadWord = 0x20;
    private const ushort LoadHeaderLength = 0xB1;
    private const ushort JumpIfEqual = 0x15;
    private const ushort JumpIfSet = 0x45;
    private const ushort Return = 0x06;
    private const uint Protocol = unchecked((uint)-0x1000);
    private const uint PacketType = unchecked((uint)(-0x1000 + 4));
    private const uint HardwareType = unchecked((uint)(-0x1000 + 28));

    private const uint Ipv4 = 0x0800;
    private const uint Udp = 17;
    private const uint Outgoing = 4;
    private const uint Loopback = 772;
    private const uint FragmentOffset = 0x1FFF;
    private const uint All = 0x40000;

    private const ushort Length = 16;

    /// <summary>Attaches it to a socket that gives packets from the IP header on.</summary>
    public static void Attach(Socket socket, HeartbeatPorts ports)
    {
        fixed (Instruction* instructions = Program(ports))
        {
            var described = new Description { Count = Length, Instructions = instructions };
            socket.SetRawSocketOption(SocketLevel, AttachFilter, new ReadOnlySpan<byte>(&described, sizeof(Description)));
        }
    }

    private static Instruction[] Program(HeartbeatPorts ports) =>
    [
        new(LoadHalf, Protocol),
        new(JumpIfEqual, Ipv4, 0, 13),
        new(LoadByte, 9),
        new(JumpIfEqual, Udp, 0, 11),
        new(LoadHalf, 6),
        new(JumpIfSet, FragmentOffset, 9, 0),
        new(LoadWord, PacketType),
        new(JumpIfEqual, Outgoing, 0, 2),
        new(LoadHalf, HardwareType),
        new(JumpIfEqual, Loopback, 5, 0),
        new(LoadHeaderLength, 0),
        new(LoadHalfBehind, 2),
        new(JumpIfEqual, (uint)ports.ToClient, 1, 0),
        new(JumpIfEqual, (uint)ports.FromClient, 0, 1),
        new(Return, All),
        new(Return, 0),
    ];

    /// <summary>As the kernel has it: struct sock_fprog.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct Description
    {
        public ushort Count;
        public Instruction* Instructions;
    }

    /// <summary>As the kernel has it: struct sock_filter.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private readonly struct Instruction(ushort code, uint value, byte ifTrue = 0, byte ifFalse = 0)
    {
        public readonly ushort Code = code;
        public readonly byte IfTrue = ifTrue;
        public readonly byte IfFalse = ifFalse;
        public readonly uint Value = value;
    }
}
