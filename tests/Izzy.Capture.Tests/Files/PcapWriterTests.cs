using Izzy.Capture.Files;

namespace Izzy.Capture.Tests.Files;

public class PcapWriterTests
{
    private const long Time = 1_790_000_000_123_456_789;

    private static readonly byte[] s_frame = Frames.Cooked2(Frames.Udp(Frames.Mother, 40_000, Frames.Everyone, 9001, Datagrams.Hello()), 4, 3);

    [Fact]
    public void What_is_written_is_read_again_to_the_nanosecond()
    {
        var stream = new MemoryStream();
        using var writer = new PcapWriter(stream, LinkTypes.LinuxCooked2);
        writer.Write(Time, s_frame, s_frame.Length);
        writer.Write(Time + 1, s_frame, s_frame.Length);

        var reading = Reading.Of(new MemoryStream(stream.ToArray()));

        Assert.Null(reading.Fault);
        Assert.Equal([Time, Time + 1], reading.Frames.Select(frame => frame.Time));
        Assert.All(reading.Frames, frame => Assert.Equal((LinkTypes.LinuxCooked2, s_frame.Length), (frame.Link, frame.Bytes.Length)));
    }

    [Fact]
    public void It_writes_byte_for_byte_what_the_format_says()
    {
        var stream = new MemoryStream();
        using var writer = new PcapWriter(stream, LinkTypes.LinuxCooked2);
        writer.Write(Time, s_frame, s_frame.Length);

        Assert.Equal(new PcapBytes(LinkTypes.LinuxCooked2, isNano: true, snapLength: PcapWriter.MostKept).Add(Time, s_frame).Bytes, stream.ToArray());
    }

    [Fact]
    public void A_long_frame_is_cut_and_says_how_long_it_was()
    {
        var stream = new MemoryStream();
        using var writer = new PcapWriter(stream, LinkTypes.Raw);
        writer.Write(Time, new byte[60_000], 60_000);

        Assert.Equal(PcapWriter.MostKept, Assert.Single(Reading.Of(new MemoryStream(stream.ToArray())).Frames).Bytes.Length);
        Assert.Equal(60_000, BitConverter.ToInt32(stream.ToArray(), 24 + 12));
    }

    [Fact]
    public void A_record_that_the_disk_had_no_room_for_is_taken_back_whole()
    {
        var disk = new SmallDisk(24 + 16 + s_frame.Length + 30);
        using var writer = new PcapWriter(disk, LinkTypes.LinuxCooked2);
        writer.Write(Time, s_frame, s_frame.Length);

        Assert.Throws<IOException>(() => writer.Write(Time, s_frame, s_frame.Length));
        var reading = Reading.Of(new MemoryStream(disk.ToArray()));
        Assert.Equal((1, null), (reading.Frames.Count, reading.Fault));
    }

    /// <summary>A disk that takes what it has room for before it says that it is full, as real ones do.</summary>
    private sealed class SmallDisk(int room) : MemoryStream
    {
        public override void Write(ReadOnlySpan<byte> buffer)
        {
            var fits = (int)Math.Min(buffer.Length, room - Length);
            base.Write(buffer[..fits]);
            if (fits < buffer.Length)
                throw new IOException("No space left on device");
        }
    }
}
