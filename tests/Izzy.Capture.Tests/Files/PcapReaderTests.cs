using Izzy.Capture.Files;

namespace Izzy.Capture.Tests.Files;

public class PcapReaderTests
{
    private const long Second = 1_000_000_000;
    private const long Time = (1_790_000_000 * Second) + 123_456_000;

    private static readonly byte[] s_frame = Frames.Ethernet(Frames.Udp(Frames.Mother, 40_000, Frames.Everyone, 9001, Datagrams.Hello()));

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public void A_capture_is_read_in_either_byte_order_with_micro_or_nanoseconds(bool isBigEndian, bool isNano)
    {
        var reading = Reading.Of(new PcapBytes(LinkTypes.Ethernet, isBigEndian, isNano).Add(Time, s_frame).Add(Time + Second, s_frame));

        Assert.Null(reading.Fault);
        Assert.Equal([Time, Time + Second], reading.Frames.Select(frame => frame.Time));
        Assert.All(reading.Frames, frame => Assert.Equal((LinkTypes.Ethernet, null), (frame.Link, frame.Interface)));
        Assert.All(reading.Frames, frame => Assert.Equal(s_frame, frame.Bytes));
    }

    [Fact]
    public void Nanoseconds_are_kept_to_the_last_one() =>
        Assert.Equal(Time + 7, Assert.Single(Reading.Of(new PcapBytes(LinkTypes.Ethernet, isNano: true).Add(Time + 7, s_frame)).Frames).Time);

    [Fact]
    public void A_capture_without_a_frame_is_a_good_one() => Assert.Equal((0, null), (Reading.Of(new PcapBytes(1)).Frames.Count, Reading.Of(new PcapBytes(1)).Fault));

    [Fact]
    public void A_giant_snap_length_allocates_nothing()
    {
        var capture = new PcapBytes(LinkTypes.Ethernet, snapLength: uint.MaxValue).Add(Time, s_frame).Open();
        var before = GC.GetAllocatedBytesForCurrentThread();
        var reading = Reading.Of(capture);

        Assert.Single(reading.Frames);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 400_000);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(15)]
    [InlineData(16)]
    [InlineData(40)]
    public void What_is_before_the_cut_is_read_and_the_cut_is_told(int ofTheLast)
    {
        var capture = new PcapBytes(LinkTypes.Ethernet).Add(Time, s_frame);
        var whole = capture.Bytes.Count;
        capture.Add(Time, s_frame);
        capture.Bytes.RemoveRange(whole + ofTheLast, capture.Bytes.Count - whole - ofTheLast);

        var reading = Reading.Of(capture);

        Assert.Single(reading.Frames);
        Assert.Contains($"record 2, at byte {whole}", reading.Fault!.What, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(262_145)]
    [InlineData(uint.MaxValue)]
    public void A_length_that_no_frame_has_is_not_believed(long kept)
    {
        var reading = Reading.Of(new PcapBytes(LinkTypes.Ethernet).Add(Time, s_frame).Add(Time, s_frame, kept).Add(Time, s_frame));

        Assert.Single(reading.Frames);
        Assert.Contains($"claims {kept} bytes", reading.Fault!.What, StringComparison.Ordinal);
    }

    [Fact]
    public void A_length_beyond_the_end_of_the_file_is_a_cut_and_takes_bounded_memory()
    {
        var capture = new PcapBytes(LinkTypes.Ethernet).Add(Time, s_frame, 262_144).Open();
        var before = GC.GetAllocatedBytesForCurrentThread();
        var reading = Reading.Of(capture);

        Assert.Empty(reading.Frames);
        Assert.Contains("ends within record 1", reading.Fault!.What, StringComparison.Ordinal);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000_000);
    }

    [Theory]
    [InlineData("", "too short")]
    [InlineData("a1b2c3", "too short")]
    [InlineData("d4c3b2a10200", "ends within the header")]
    [InlineData("d4c3b2a1090004000000000000000000ffff000001000000", "version 9")]
    [InlineData("1f8b0800000000000003", "compressed")]
    [InlineData("7b2274696d65223a", "no capture: it begins with 0x7B227469")]
    public void What_is_no_capture_is_told_in_a_line_with_what_to_do(string hex, string expected)
    {
        var reading = Reading.Of(new MemoryStream(Convert.FromHexString(hex)));

        Assert.Empty(reading.Frames);
        Assert.Contains(expected, reading.Fault!.What, StringComparison.Ordinal);
        Assert.NotEmpty(reading.Fault.Remedy);
    }

    [Fact]
    public void A_pipe_that_gives_a_byte_at_a_time_is_read_as_a_file_is()
    {
        using var slow = new Dribble(new PcapBytes(LinkTypes.Ethernet).Add(Time, s_frame).Add(Time, s_frame).Open());

        Assert.Equal(2, Reading.Of(slow).Frames.Count);
    }

    /// <summary>A stream that never gives more than one byte.</summary>
    private sealed class Dribble(Stream inner) : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count) => inner.Read(buffer, offset, Math.Min(1, count));

        public override int Read(Span<byte> buffer) => inner.Read(buffer[..Math.Min(1, buffer.Length)]);

        public override void Flush() => inner.Flush();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
