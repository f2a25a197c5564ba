using Izzy.Heartbeat.Protocol;
using static Izzy.Heartbeat.Tests.TestKeys;

namespace Izzy.Heartbeat.Tests.Attacks;

/// <summary>What somebody without the key can make of a packet that he recorded.</summary>
internal static class Forgery
{
    private static readonly VerificationKeys s_ownKey = new(Key(9));

    /// <param name="recorded">The packet.</param>
    /// <param name="change">What is done to it.</param>
    /// <param name="where">Which bit, or which type.</param>
    /// <param name="target">Who will get it.</param>
    public static byte[] Make(byte[] recorded, Change change, int where, Guid target)
    {
        byte[] bytes = [.. recorded];
        switch (change)
        {
            case Change.FlipBit:
                var bit = where % (bytes.Length * 8);
                bytes[bit / 8] ^= (byte)(1 << (bit % 8));
                return bytes;
            case Change.Strip:
                return WithoutTrailer(bytes);
            case Change.OtherKey:
                VerificationTrailer.TryFind(bytes.AsSpan(PacketLayout.PayloadOffset), out var trailer, out _);
                var rest = WithoutTrailer(bytes);
                var signed = new byte[rest.Length + VerificationTrailer.Length];
                rest.CopyTo(signed, 0);
                (trailer with { Sequence = trailer.Sequence + (uint)where }).Append(signed, rest.Length, s_ownKey);
                return signed;
            case Change.ExchangeIds:
                recorded.AsSpan(PacketLayout.ReceiverOffset, 16).CopyTo(bytes.AsSpan(PacketLayout.SenderOffset));
                recorded.AsSpan(PacketLayout.SenderOffset, 16).CopyTo(bytes.AsSpan(PacketLayout.ReceiverOffset));
                return bytes;
            case Change.OtherType:
                bytes[PacketLayout.TypeOffset] = (byte)(where % 7);
                return bytes;
            case Change.OtherReceiver:
                // As the ids stand in a packet, which is not how Guid's own bytes are ordered.
                target.TryWriteBytes(bytes.AsSpan(PacketLayout.ReceiverOffset), bigEndian: true, out _);
                return bytes;
            default:
                return bytes;
        }
    }

    private static byte[] WithoutTrailer(byte[] packet)
    {
        var plain = packet[..^VerificationTrailer.Length];
        plain[PacketLayout.LengthOffset] = (byte)plain.Length;
        return plain;
    }
}
