using Izzy.Capture.Files;

namespace Izzy.Capture.Tests.Files;

public class PcapngReaderTests
{
    private const ulong Microseconds = 1_790_000_000_123_456;
    private const long Time = 1_790_000_000_123_456_000;

    private static readonly byte[] s_frame = Frames.Ethernet(Frames.Udp(Frames.Mother, 40_000, Frames.Everyone, 9001, Datagrams.Hello()));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_capture_is_read_in_either_byte_order_and_passes_over_what_has_no_packet(bool isBigEndian)
    {
        var reading = Reading.Of(new PcapngBytes(isBigEndian)
            .Interface(LinkTypes.Ethernet, "eth0")
            .Block(5, new byte[20]) // statistics
            .Packet(Microseconds, s_frame)
            .Block(0xBAD, [1, 2, 3]) // somebody's own
            .OldPacket(Microseconds, s_frame));

        Assert.Null(reading.Fault);
        Assert.Equal([Time, Time], reading.Frames.Select(frame => frame.Time));
        Assert.All(reading.Frames, frame => Assert.Equal((LinkTypes.Ethernet, "eth0"), (frame.Link, frame.Interface)));
        Assert.All(reading.Frames, frame => Assert.Equal(s_frame, frame.Bytes));
    }

    [Theory]
    [InlineData(9, 1_790_000_000_123_456_789UL, 0, 1_790_000_000_123_456_789L)]
    [InlineData(0, 1_790_000_000UL, 0, 1_790_000_000_000_000_000L)]
    [InlineData(0x80 + 10, 1_790_000_000UL << 10, 0, 1_790_000_000_000_000_000L)]
    [InlineData(6, 5_000_000UL, 1_790_000_000, 1_790_000_005_000_000_000L)]
    [InlineData(6, 5_000_000UL, -6, null)]
    [InlineData(127, 1UL, 0, null)]
    [InlineData(0x80 + 127, 1UL, 0, null)]
    [InlineData(0, ulong.MaxValue, 0, null)]
    public void Each_interface_has_its_own_unit_of_time(int resolution, ulong units, long offset, long? expected) =>
        Assert.Equal(expected, Assert.Single(Reading.Of(new PcapngBytes().Interface(1, null, resolution, offset).Packet(units, s_frame)).Frames).Time);

    [Fact]
    public void A_simple_packet_has_no_time_and_is_as_long_as_its_interface_keeps()
    {
        var cut = s_frame[..60];
        var reading = Reading.Of(new PcapngBytes().Interface(1, snapLength: 60).Simple(cut, s_frame.Length));

        var (time, _, _, bytes) = Assert.Single(reading.Frames);
        Assert.Null(time);
        Assert.Equal(cut, bytes);
    }

    [Fact]
    public void A_second_section_may_have_another_byte_order_and_other_interfaces()
    {
        var capture = new PcapngBytes().Interface(LinkTypes.Ethernet, "eth0").Packet(Microseconds, s_frame);
        capture.Bytes.AddRange(new PcapngBytes(isBigEndian: true).Interface(LinkTypes.Raw, "tun0").Packet(Microseconds, s_frame).Bytes);

        var reading = Reading.Of(capture);

        Assert.Null(reading.Fault);
        Assert.Equal(["eth0", "tun0"], reading.Frames.Select(frame => frame.Interface));
    }

    [Fact]
    public void Interfaces_of_an_earlier_section_are_gone()
    {
        var capture = new PcapngBytes().Interface(LinkTypes.Ethernet, "eth0");
        capture.Bytes.AddRange(new PcapngBytes().Packet(Microseconds, s_frame).Bytes);

        Assert.Contains("interface 0, which the file does not tell of", Reading.Of(capture).Fault!.What, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(8)]
    [InlineData(13)]
    [InlineData(uint.MaxValue)]
    public void A_length_that_no_block_has_ends_the_reading(long length)
    {
        var reading = Reading.Of(new PcapngBytes().Interface(1).Packet(Microseconds, s_frame).Block(7, [], length));

        Assert.Single(reading.Frames);
        Assert.Contains($"claims a length of {length}", reading.Fault!.What, StringComparison.Ordinal);
    }

    [Fact]
    public void A_block_longer_than_the_file_is_a_cut_and_takes_bounded_memory()
    {
        var capture = new PcapngBytes().Interface(1).Packet(Microseconds, s_frame).Block(7, [], 0xFFFF_FFFC).Open();
        var before = GC.GetAllocatedBytesForCurrentThread();
        var reading = Reading.Of(capture);

        Assert.Single(reading.Frames);
        Assert.Contains("ends within block 4", reading.Fault!.What, StringComparison.Ordinal);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 400_000);
    }

    [Fact]
    public void Two_lengths_of_a_block_that_differ_are_damage() =>
        Assert.Contains("before it and 40 behind it", Reading.Of(new PcapngBytes().Interface(1).Block(7, [1, 2, 3, 4], again: 40)).Fault!.What, StringComparison.Ordinal);

    [Theory]
    [InlineData(1000)]
    [InlineData(262_145)]
    [InlineData(uint.MaxValue)]
    public void A_packet_longer_than_its_block_is_damage(long kept)
    {
        var reading = Reading.Of(new PcapngBytes().Interface(1).Packet(Microseconds, s_frame).Packet(Microseconds, s_frame, kept: kept));

        Assert.Single(reading.Frames);
        Assert.Contains($"claims {kept} bytes", reading.Fault!.What, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_made_of_interfaces_ends_before_the_memory_does()
    {
        var capture = new PcapngBytes();
        for (var i = 0; i < 5000; i++)
            capture.Interface(1);

        Assert.Contains("more than 4096 interfaces", Reading.Of(capture).Fault!.What, StringComparison.Ordinal);
    }

    [Fact]
    public void An_option_longer_than_its_block_is_damage() =>
        Assert.Contains("shorter than what stands in it", Reading.Of(new PcapngBytes().Block(1, [1, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0xFF, 0xFF, 1, 2, 3, 4])).Fault!.What, StringComparison.Ordinal);

    [Fact]
    public void A_section_without_byte_order_is_told()
    {
        var capture = new PcapngBytes();
        capture.Bytes[8] = 0;

        Assert.Contains("no byte order", Reading.Of(capture).Fault!.What, StringComparison.Ordinal);
    }
}
