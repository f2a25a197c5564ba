using Izzy.Capture.Files;
using Izzy.Capture.Layers;

namespace Izzy.Capture.Tests.Layers;

public class FrameParserTests
{
    private static readonly byte[] s_hello = Datagrams.Hello();
    private static readonly byte[] s_packet = Frames.Udp(Frames.Mother, 40_000, Frames.Everyone, 9001, s_hello);

    public static TheoryData<int, byte[]> Links => new()
    {
        { LinkTypes.Ethernet, Frames.Ethernet(s_packet) },
        { LinkTypes.Ethernet, Frames.Ethernet(s_packet, 10) },
        { LinkTypes.Ethernet, Frames.Ethernet(s_packet, 10, 20) },
        { LinkTypes.LinuxCooked, Frames.Cooked(s_packet, 1) },
        { LinkTypes.LinuxCooked2, Frames.Cooked2(s_packet, 1, 3) },
        { LinkTypes.Null, Frames.Loopback(s_packet, isBigEndian: false) },
        { LinkTypes.Null, Frames.Loopback(s_packet, isBigEndian: true) },
        { LinkTypes.Loop, Frames.Loopback(s_packet, isBigEndian: true) },
        { LinkTypes.Raw, s_packet },
        { LinkTypes.RawOfBsd, s_packet },
        { LinkTypes.RawOfOpenBsd, s_packet },
        { LinkTypes.Ipv4, s_packet },
    };

    [Theory]
    [MemberData(nameof(Links))]
    public void The_datagram_is_found_behind_every_link(int link, byte[] frame)
    {
        var passed = Parse(link, frame);

        Assert.Equal(PassedKind.Datagram, passed.Kind);
        Assert.Equal(s_hello, passed.Datagram.ToArray());
        Assert.Equal((Frames.Mother, 40_000), ($"{Passed.AddressOf(passed.SourceHost)}", passed.SourcePort));
        Assert.Equal((Frames.Everyone, 9001), ($"{Passed.AddressOf(passed.DestinationHost)}", passed.DestinationPort));
        Assert.True(passed.IsBroadcast);
    }

    [Fact]
    public void A_loopback_frame_that_must_be_big_endian_is_not_read_in_the_other_order() =>
        Assert.Equal(PassedKind.Other, Parse(LinkTypes.Loop, Frames.Loopback(s_packet, isBigEndian: false)).Kind);

    [Theory]
    [InlineData(4, Direction.Out)]
    [InlineData(0, Direction.In)]
    [InlineData(1, Direction.In)]
    public void A_cooked_frame_says_which_way_it_went(byte type, object expected)
    {
        Assert.Equal(expected, Parse(LinkTypes.LinuxCooked, Frames.Cooked(s_packet, type)).Direction);
        var passed = Parse(LinkTypes.LinuxCooked2, Frames.Cooked2(s_packet, type, 3));
        Assert.Equal(expected, passed.Direction);
        Assert.Equal("#3", passed.Interface);
    }

    [Fact]
    public void Padding_of_a_frame_is_no_part_of_the_datagram() =>
        Assert.Equal(s_hello, Parse(LinkTypes.Ethernet, [.. Frames.Ethernet(s_packet), .. new byte[20]]).Datagram.ToArray());

    [Fact]
    public void Options_of_the_IP_header_are_passed_over()
    {
        byte[] packet = [.. s_packet[..20], 1, 1, 1, 1, .. s_packet[20..]];
        packet[0] = 0x46;
        packet[3] += 4;

        Assert.Equal(s_hello, Parse(LinkTypes.Raw, packet).Datagram.ToArray());
    }

    [Theory]
    [InlineData(0x2000, PassedKind.FirstFragment)]
    [InlineData(0x2005, PassedKind.LaterFragment)]
    [InlineData(0x0005, PassedKind.LaterFragment)]
    [InlineData(0x4000, PassedKind.Datagram)] // must not be cut up, and is not
    public void A_part_of_a_datagram_is_no_datagram(int flags, object expected) =>
        Assert.Equal(expected, Parse(LinkTypes.Raw, Frames.Udp(Frames.Mother, 40_000, Frames.Everyone, 9001, s_hello, flags)).Kind);

    [Fact]
    public void A_datagram_that_the_capture_cut_says_how_long_it_was()
    {
        var passed = Parse(LinkTypes.Raw, s_packet[..^6]);

        Assert.Equal((PassedKind.Cut, s_hello.Length, s_hello.Length - 6), (passed.Kind, passed.Length, passed.Datagram.Length));
    }

    [Theory]
    [InlineData(2, 0, 19)] // whole shorter than its header
    [InlineData(24, 0, 7)] // UDP shorter than its header
    [InlineData(24, 0xFF, 0xFF)] // UDP longer than the packet
    public void Lengths_that_contradict_each_other_are_malformed(int at, byte high, byte low)
    {
        var packet = s_packet.ToArray();
        (packet[at], packet[at + 1]) = (high, low);

        Assert.Equal(PassedKind.Malformed, Parse(LinkTypes.Raw, packet).Kind);
    }

    [Theory]
    [InlineData(0x41)] // a header of four bytes
    [InlineData(0x55)] // version 5
    public void A_header_that_none_has_is_malformed(byte first)
    {
        var packet = s_packet.ToArray();
        packet[0] = first;

        Assert.Equal(PassedKind.Malformed, Parse(LinkTypes.Ethernet, Frames.Ethernet(packet)).Kind);
    }

    [Fact]
    public void Other_traffic_is_nobody_s_fault()
    {
        var tcp = s_packet.ToArray();
        tcp[9] = 6;
        var arp = Frames.Ethernet(s_packet);
        arp[13] = 0x06;

        Assert.Equal(PassedKind.Other, Parse(LinkTypes.Raw, tcp).Kind);
        Assert.Equal(PassedKind.Other, Parse(LinkTypes.Ethernet, arp).Kind);
        Assert.Equal(PassedKind.Other, Parse(LinkTypes.Raw, [0x60, 0, 0, 0]).Kind);
        Assert.Equal(PassedKind.UnknownLink, Parse(127, s_packet).Kind);
    }

    [Fact]
    public void A_frame_full_of_tags_ends() =>
        Assert.Equal(PassedKind.Malformed, Parse(LinkTypes.Ethernet, Frames.Ethernet(s_packet, [.. Enumerable.Range(1, 50)])).Kind);

    [Theory]
    [MemberData(nameof(Links))]
    public void However_short_a_frame_is_it_is_no_datagram_then(int link, byte[] frame)
    {
        for (var length = 0; length < frame.Length; length++)
            Assert.NotEqual(PassedKind.Datagram, Parse(link, frame[..length]).Kind);
    }

    private static Passed Parse(int link, byte[] frame) => FrameParser.Parse(new CapturedFrame { Bytes = frame, Link = link });
}
