using System.Text;
using Izzy.Heartbeat.Protocol;

namespace Izzy.Heartbeat.Tests.Fuzz;

/// <summary>Test 5, the decoder: it accepts and rejects as the document says, and never throws.</summary>
public class DecoderFuzz
{
    // Raising an exception takes as long as hundreds of datagrams.
    private const int RaiseAtEach = 1_024;

    private static readonly RejectReason[] s_reasons = Enum.GetValues<RejectReason>();

    private readonly byte[] _again = new byte[HeartbeatMessage.MaxLength];

    [Fact]
    public void Whatever_comes_is_read_or_rejected_as_the_document_says() => DatagramFeed.Run("The decoder under fuzz", feed =>
    {
        var datagram = feed.Next();
        var expected = WireOracle.Judge(datagram);
        var valid = HeartbeatPacket.TryRead(datagram, out var packet, out var reason);
        if (reason != expected || valid != (expected == RejectReason.None))
            Assert.Fail($"It is {expected} and was read as {reason}.");
        if (valid)
            ReadsAndWritesTheSame(datagram, packet);
        else
            IsExplained(datagram, reason);

        // Neither trusts that it was given what it is made for.
        RejectCount.MustBePrintable(HeartbeatMessage.Explain(datagram, feed.Draw.Of<RejectReason>(s_reasons)));
        _ = StatusReport.TryRead(datagram, out _, out _);
        if (!valid && feed.Number % RaiseAtEach == 0)
            Assert.Throws<FormatException>(() => HeartbeatMessage.Decode(feed.Next(bytes => WireOracle.Judge(bytes) != RejectReason.None)));
    });

    private void ReadsAndWritesTheSame(ReadOnlySpan<byte> datagram, in HeartbeatPacket packet)
    {
        var right = (byte)packet.Type == datagram[45] && packet.Length == datagram.Length
            && packet.SenderId == WireOracle.Sender(datagram) && packet.ReceiverId == WireOracle.Receiver(datagram);
        if (!right)
            Assert.Fail($"A part was read wrong: {packet.Type} from {packet.SenderId} to {packet.ReceiverId}.");
        MustBe(datagram, HeartbeatMessage.Encode(_again, packet.Type, packet.SenderId, packet.ReceiverId, packet.Payload));

        var isReport = packet.TryReadReport(out var name, out var state);
        var report = WireOracle.Report(datagram);
        if (isReport != report is not null)
            Assert.Fail(isReport ? "A report was read where none is." : "A report was not read.");
        if (report is { } known)
        {
            if ((int)state.Status != known.Status || Encoding.UTF8.GetString(name) != known.Name || state.Following.HasValue != known.IsLong)
                Assert.Fail($"The report was read wrong: {state}.");
            // The trailer is no part of the report, and the length byte counts it.
            var encoded = HeartbeatMessage.Encode(_again, packet.Type, packet.SenderId, packet.ReceiverId, name, state);
            var trailer = datagram[^WireOracle.TrailerLength(datagram)..];
            trailer.CopyTo(_again.AsSpan(encoded));
            _again[12] = (byte)(encoded + trailer.Length);
            MustBe(datagram, encoded + trailer.Length);
        }

        if (!HeartbeatMessage.TryDecode(datagram, out var message, out _) || !message.ToBytes().AsSpan().SequenceEqual(datagram) || message.Report is not null != isReport)
            Assert.Fail("The message is not the packet.");
    }

    private void MustBe(ReadOnlySpan<byte> datagram, int length)
    {
        if (!_again.AsSpan(0, length).SequenceEqual(datagram))
            Assert.Fail($"Encoded again it is {Convert.ToHexStringLower(_again.AsSpan(0, length))}.");
    }

    private static void IsExplained(ReadOnlySpan<byte> datagram, RejectReason reason)
    {
        if (HeartbeatMessage.TryDecode(datagram, out _, out var again) || again != reason)
            Assert.Fail($"It was rejected as {reason} and then decoded as {again}.");
        var text = HeartbeatMessage.Explain(datagram, reason);
        RejectCount.MustBePrintable(text);
        if (text.Length == 0)
            Assert.Fail("It was not explained.");
    }
}
