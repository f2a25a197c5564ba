using System.Buffers.Binary;
using System.Diagnostics;
using System.Globalization;
using Izzy.Capture.Analysis;
using Izzy.Capture.Files;
using Izzy.Capture.Tests.Captures;
using Izzy.Heartbeat.Tests;
using Xunit.Sdk;

namespace Izzy.Capture.Tests.Fuzz;

/// <summary>Captures that were damaged, or made to hurt: whatever comes is read or refused, nothing is thrown, and memory stays small.</summary>
public class CaptureFuzz
{
    private const int Ordinary = 15_000;
    private const int Long = 1_000_000;

    /// <summary>For one capture of some ten kilobytes: what it may claim, and never gets, is gigabytes.</summary>
    private const long MostMemory = 2_000_000;

    private static readonly uint[] s_hostile = [0, 1, 3, 4, 8, 11, 12, 16, 0x7FFF_FFFF, 0x8000_0000, 0xFFFF_FFFC, uint.MaxValue, 262_144, 262_145, 65_535];

    [Fact]
    public void Whatever_is_done_to_a_capture_it_is_read_or_refused_in_bounded_memory() => TestRun.Repeatably("The capture readers under fuzz", draw =>
    {
        byte[][] whole = [.. Seeds()];
        var (count, started, frames, packets, faults, most) = (TestRun.Count(Ordinary, Long), Stopwatch.GetTimestamp(), 0L, 0L, 0, 0L);
        for (var i = 0; i < count; i++)
        {
            var bytes = Mutate(whole[draw.Below(whole.Length)], draw);
            try
            {
                var before = GC.GetAllocatedBytesForCurrentThread();
                var (seen, ours, isDamaged) = ReadAll(bytes);
                most = Math.Max(most, GC.GetAllocatedBytesForCurrentThread() - before);
                frames += seen;
                packets += ours;
                faults += isDamaged ? 1 : 0;
                Assert.InRange(most, 0, MostMemory);
            }
            catch (Exception wrong)
            {
                throw new XunitException($"At capture {i}, {bytes.Length} bytes: {Convert.ToHexStringLower(bytes)}\n{wrong.Message}", wrong);
            }
        }

        // Neither all nor none of them may be damaged, or this tries nothing.
        Assert.InRange((double)faults / count, 0.05, 0.95);
        Assert.True(frames > count && packets > count, $"{frames} frames, {packets} packets");
        return string.Create(CultureInfo.InvariantCulture, $"{count} captures, {faults} of them damaged, {frames} frames, {packets} packets, at most {most / 1000} kB each, in {Stopwatch.GetElapsedTime(started).TotalSeconds:0.0} s");
    });

    private static (long Frames, long Packets, bool IsDamaged) ReadAll(byte[] bytes)
    {
        if (!CaptureReader.TryOpen(new MemoryStream(bytes), out var capture, out var refused))
        {
            MustSaySomething(refused);
            return (0, 0, true);
        }

        var (traffic, timeline) = (new Traffic(Datagrams.UsualPorts, TimeSpan.FromMilliseconds(500)), new Timeline());
        while (capture.TryRead(out var frame))
            _ = traffic.See(frame, timeline.Take(frame.Time), timeline.WallClock(timeline.Now));
        traffic.Advance(timeline.Now);
        foreach (var mother in traffic.Mothers)
            _ = mother.Beats.LongestSilence(timeline.Now);
        if (capture.Fault is { } fault)
            MustSaySomething(fault);
        Assert.False(capture.TryRead(out _));
        return (traffic.Counts.Frames, traffic.Counts.Packets, capture.Fault is not null);
    }

    private static void MustSaySomething(CaptureFault fault)
    {
        Assert.NotEmpty(fault.What);
        Assert.NotEmpty(fault.Remedy);
        Assert.DoesNotContain(fault.What + fault.Remedy, char.IsControl);
    }

    private static byte[] Mutate(byte[] whole, Draw draw)
    {
        var bytes = whole.ToList();
        for (var changes = draw.Between(1, 4); changes > 0 && bytes.Count > 4; changes--)
        {
            // The front, where the headers are, half of the time.
            var at = draw.Below(draw.Chance(0.5) ? Math.Min(bytes.Count, 120) : bytes.Count);
            switch (draw.Below(6))
            {
                case 0:
                    bytes[at] ^= (byte)(1 << draw.Below(8));
                    break;
                case 1:
                    bytes[at] = (byte)draw.Next();
                    break;
                case 2:
                    bytes.RemoveRange(at, bytes.Count - at);
                    break;
                case 3:
                    bytes.InsertRange(at, bytes.GetRange(draw.Below(bytes.Count), 1));
                    break;
                case 4:
                    bytes.RemoveRange(at, Math.Min(draw.Between(1, 16), bytes.Count - at));
                    break;
                default:
                    Overwrite(bytes, at & ~3, draw);
                    break;
            }
        }

        return [.. bytes];
    }

    /// <summary>A number where a length or a count may stand.</summary>
    private static void Overwrite(List<byte> bytes, int at, Draw draw)
    {
        Span<byte> number = stackalloc byte[4];
        var value = draw.Of<uint>(s_hostile);
        if (draw.Chance(0.5))
            BinaryPrimitives.WriteUInt32LittleEndian(number, value);
        else
            BinaryPrimitives.WriteUInt32BigEndian(number, value);
        for (var i = 0; i < number.Length && at + i < bytes.Count; i++)
            bytes[at + i] = number[i];
    }

    private static IEnumerable<byte[]> Seeds()
    {
        var hello = Frames.Udp(Frames.Mother, 40_000, Frames.Everyone, 9001, Datagrams.Hello());
        var here = Frames.Udp(Frames.Sofa, 9001, Frames.Mother, 9000, Datagrams.Here());
        yield return Stage.Make();
        foreach (var isBigEndian in new[] { false, true })
        {
            yield return [.. new PcapBytes(LinkTypes.Raw, isBigEndian, isNano: true).Add(1_000_000_000, hello).Add(1_002_000_000, here).Bytes];
            yield return [.. new PcapBytes(LinkTypes.LinuxCooked, isBigEndian).Add(1_000_000_000, Frames.Cooked(hello, 4)).Add(1_002_000_000, Frames.Cooked(here, 0)).Bytes];
            yield return [.. new PcapBytes(LinkTypes.Null, isBigEndian).Add(1_000_000_000, Frames.Loopback(hello, isBigEndian)).Bytes];
            yield return
            [
                .. new PcapngBytes(isBigEndian)
                    .Interface(LinkTypes.Ethernet, "eth0", 9, 0)
                    .Interface(LinkTypes.LinuxCooked2, "any", 6)
                    .Packet(1_000_000_000, Frames.Ethernet(hello, 10))
                    .Packet(1_002_000, Frames.Cooked2(here, 0, 3), from: 1)
                    .OldPacket(1_180_000_000, Frames.Ethernet(hello))
                    .Simple(Frames.Ethernet(hello))
                    .Block(5, new byte[24]).Bytes,
            ];
        }
    }
}
