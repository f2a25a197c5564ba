using Izzy.Heartbeat.Protocol;
using static Izzy.Heartbeat.Tests.Protocol.Packets;

namespace Izzy.Heartbeat.Tests.Protocol;

public class ExplainTests
{
    [Fact]
    public void A_wrong_length_byte_is_explained_with_both_figures() =>
        Assert.Equal("The length byte at offset 12 says 47, but 46 bytes arrived.", Explain(With(Hello, 12, 47)));

    [Fact]
    public void A_length_byte_below_the_header_is_explained() =>
        Assert.Equal("The length byte at offset 12 says 45, but a header alone has 46.", Explain(With(Hello, 12, 45)));

    [Fact]
    public void One_byte_is_one_byte_and_not_one_bytes() =>
        Assert.Equal("A packet has at least 46 bytes, but 1 byte arrived.", Explain([0x10]));

    [Fact]
    public void A_datagram_that_is_too_long_is_explained_with_its_length() =>
        Assert.Equal("A packet has at most 255 bytes, but 256 bytes arrived.", Explain(new byte[256]));

    [Fact]
    public void A_wrong_preamble_is_shown() =>
        Assert.Equal("The preamble at offset 0 is 0x1B instead of 0x10.", Explain(With(Hello, 0, 0x1b)));

    [Fact]
    public void A_wrong_message_id_is_shown_in_figures_so_that_it_cannot_reach_a_terminal() =>
        Assert.Equal(
            "The message id at offset 1 is 697a7a796d65737361671b instead of 697a7a796d657373616765 (izzymessage).",
            Explain(With(Hello, 11, 0x1b)));

    [Fact]
    public void An_unknown_type_is_shown() =>
        Assert.Equal("The message type at offset 45 is 0x09, and 0x01 to 0x08 are known.", Explain(With(Hello, 45, 9)));

    [Fact]
    public void The_dialects_are_called_by_their_names()
    {
        Assert.Equal("Java dialect: two-byte length 80 at offset 12, and a header of 47 bytes.", Explain(Java(80)));
        Assert.StartsWith("Early pyIzzy dialect: ", Explain(With(Hello, 1, 0x68)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_well_formed_packet_that_is_not_for_this_one_is_explained_by_its_ids()
    {
        Assert.Contains(MotherId.ToString(), HeartbeatMessage.Explain(Here, RejectReason.WrongReceiver), StringComparison.Ordinal);
        Assert.Contains(IzzyId.ToString(), HeartbeatMessage.Explain(Here, RejectReason.OwnReflection), StringComparison.Ordinal);
        Assert.Contains(IzzyId.ToString(), HeartbeatMessage.Explain(Here, RejectReason.StrangeMother), StringComparison.Ordinal);
        Assert.Contains("0x02", HeartbeatMessage.Explain(Here, RejectReason.UnexpectedType), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_reason_has_one_sentence_of_its_own_even_with_a_datagram_that_does_not_fit_it()
    {
        foreach (var datagram in new byte[][] { [], [0x10], Hello, Here, Java(300) })
        {
            var sentences = Enum.GetValues<RejectReason>().Append((RejectReason)99).Select(reason => HeartbeatMessage.Explain(datagram, reason)).ToArray();
            Assert.All(sentences, sentence => Assert.Matches("^[A-Z][ -~]+\\.$", sentence));
            // Two reasons share a sentence: it says both lengths, and so which is the larger.
            Assert.Equal(sentences.Length - 1, sentences.Distinct().Count());
        }
    }

    private static string Explain(byte[] datagram) => HeartbeatMessage.Explain(datagram, ReasonFor(datagram));
}
