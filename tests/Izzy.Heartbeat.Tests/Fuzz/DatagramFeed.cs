using System.Diagnostics;
using System.Globalization;
using Izzy.Heartbeat.Protocol;
using Xunit.Sdk;

namespace Izzy.Heartbeat.Tests.Fuzz;

/// <summary>
/// The datagrams of one run, counted, with the last one at hand for when it did something it should not have.
/// </summary>
internal sealed class DatagramFeed
{
    /// <summary>Of a fuzzer that only makes garbage, the decoder throws everything away and nothing behind it is tried.</summary>
    private const double LeastValid = 0.1;

    private readonly byte[] _buffer = new byte[DatagramSource.Longest];
    private int _length;
    private long _valid;

    public DatagramFeed(Draw draw)
    {
        Draw = draw;
        Source = new DatagramSource(draw);
    }

    public delegate bool Filter(ReadOnlySpan<byte> datagram);

    public Draw Draw { get; }

    public DatagramSource Source { get; }

    public long Number { get; private set; }

    /// <summary>Runs until so many datagrams were drawn, and says how it went.</summary>
    public static void Run(string what, Action<DatagramFeed> someOfThem) => TestRun.Repeatably(what, draw =>
    {
        var feed = new DatagramFeed(draw);
        var count = TestRun.Count(100_000, 10_000_000);
        var started = Stopwatch.GetTimestamp();
        try
        {
            while (feed.Number < count)
                someOfThem(feed);
        }
        catch (Exception wrong)
        {
            throw new XunitException($"At datagram {feed.Number}, {feed._length} bytes: {Convert.ToHexStringLower(feed._buffer.AsSpan(0, feed._length))}\n{wrong.Message}", wrong);
        }

        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        var valid = (double)feed._valid / feed.Number;
        Assert.InRange(valid, LeastValid, 1 - LeastValid);
        return string.Create(CultureInfo.InvariantCulture, $"{feed.Number} datagrams, {valid:P1} of them well-formed, in {seconds:0.0} s, {feed.Number / seconds:0} a second");
    });

    /// <summary>The next datagram that the filter lets through.</summary>
    public ReadOnlySpan<byte> Next(Filter? filter = null)
    {
        do
            _length = Source.Next(_buffer);
        while (filter is not null && !filter(_buffer.AsSpan(0, _length)));
        return Taken();
    }

    /// <summary>A valid packet of a type, from somebody, to somebody.</summary>
    public ReadOnlySpan<byte> Packet(int type, Guid sender, Guid receiver)
    {
        _length = Source.Packet(_buffer, type, sender, receiver);
        return Taken();
    }

    /// <summary>The next datagram, between these if it has room for their ids.</summary>
    public ReadOnlySpan<byte> NextBetween(Guid sender, Guid receiver)
    {
        _length = Source.Next(_buffer);
        if (_length >= PacketLayout.TypeOffset)
        {
            sender.TryWriteBytes(_buffer.AsSpan(PacketLayout.SenderOffset), bigEndian: true, out _);
            receiver.TryWriteBytes(_buffer.AsSpan(PacketLayout.ReceiverOffset), bigEndian: true, out _);
        }

        return Taken();
    }

    /// <summary>Something that was really sent, mutated.</summary>
    public ReadOnlySpan<byte> Mutated(ReadOnlySpan<byte> packet)
    {
        packet.CopyTo(_buffer);
        _length = Source.Mutated(_buffer, packet.Length);
        return Taken();
    }

    private ReadOnlySpan<byte> Taken()
    {
        Number++;
        var datagram = _buffer.AsSpan(0, _length);
        _valid += WireOracle.Judge(datagram) == RejectReason.None ? 1 : 0;
        return datagram;
    }
}
