namespace Izzy.Heartbeat.Protocol;

/// <summary>Where each field of a packet stands. <see cref="HeartbeatPacket"/> draws the whole.</summary>
internal static class PacketLayout
{
    public const int PreambleOffset = 0;
    public const int MessageIdOffset = 1;
    public const int LengthOffset = 12;
    public const int SenderOffset = 13;
    public const int ReceiverOffset = 29;
    public const int TypeOffset = 45;
    public const int PayloadOffset = 46;

    public const int GuidLength = 16;

    /// <summary>JavaMother and javaIZZY-2018 spend a second byte on the length.</summary>
    public const int JavaHeaderLength = 47;

    public const byte Preamble = 0x10;

    /// <summary>Preamble and message id, the same twelve bytes in every packet, compared and written at once.</summary>
    public static ReadOnlySpan<byte> Signature => "\u0010izzymessage"u8;

    /// <summary>The same of an early pyIzzy.</summary>
    public static ReadOnlySpan<byte> EarlyPyIzzySignature => "\u0010hzzymessage"u8;

    /// <summary>The type is append only, so that the known numbers are one unbroken range.</summary>
    public static bool IsKnown(MessageType type) => type is >= MessageType.Hello and <= MessageType.NotValid;
}
