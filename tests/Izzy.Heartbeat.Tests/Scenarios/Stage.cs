using System.Net;
using Izzy.Heartbeat.Protocol;
using Izzy.Heartbeat.Safety;
using Izzy.Heartbeat.Transport;

namespace Izzy.Heartbeat.Tests.Scenarios;

/// <summary>
/// A whole stage on fake time: Mothers and IZZYs as they are, without their threads. <see cref="Run"/> moves the clock a
/// millisecond at a time and calls each step when it is due, as the threads would. A party that is frozen is not called, while
/// time goes on and its socket fills.
/// </summary>
internal sealed class Stage
{
    private readonly List<StageMother> _mothers = [];
    private readonly List<StageIzzy> _izzies = [];
    private int _hosts;

    public Stage(int seed = 1)
    {
        Network = new InMemoryNetwork(seed, Clock);
        Network.OnSent = (time, from, to, bytes) =>
        {
            if (!HeartbeatPacket.TryRead(bytes, out var packet, out _))
            {
                // An attacker sends what he likes.
                Assert.True(from.Port is not (Ports.UdpToClient or Ports.UdpFromClient));
                return;
            }

            Sent.Add(new(time, from, to, packet.Type, packet.SenderId, packet.ReceiverId) { Bytes = bytes.ToArray() });
            OnSent?.Invoke(Sent[^1]);
        };
    }

    public FakeClock Clock { get; } = new();

    /// <summary>The key of those who are added from now on, or null for plain ones.</summary>
    public VerificationKeys? Keys { get; set; }

    public InMemoryNetwork Network { get; }

    /// <summary>What the sniffer saw.</summary>
    public List<Datagram> Sent { get; } = [];

    public Action<Datagram>? OnSent { get; set; }

    public double Now => Clock.Now.TotalMilliseconds;

    public StageMother AddMother(int id = 1, int interval = 180, bool beats = true, IPAddress? address = null)
    {
        var mother = new StageMother(this, StageMother.IdOf(id), address ?? NextAddress(), TimeSpan.FromMilliseconds(interval));
        if (!beats)
            mother.Restore();
        _mothers.Add(mother);
        return mother;
    }

    public StageIzzy AddIzzy(ResetPolicy policy = ResetPolicy.Manual, int limit = 1_000, string? name = null, int spread = 0, IPAddress? at = null)
    {
        var address = at ?? NextAddress();
        var izzy = new StageIzzy(this, name ?? $"izzy {_hosts}", address, TimeSpan.FromMilliseconds(limit), policy, TimeSpan.FromMilliseconds(spread));
        _izzies.Add(izzy);
        return izzy;
    }

    /// <summary>An endpoint that a test speaks through by hand.</summary>
    public IDatagramTransport AddEndpoint(int port, int broadcastPort) => Network.Attach(NextAddress(), port, broadcastPort);

    /// <inheritdoc cref="Kill(StageMother)"/>
    public void Kill(StageIzzy izzy)
    {
        _izzies.Remove(izzy);
        izzy.Endpoint.Dispose();
    }

    /// <summary>As kill -9 does it: no word of farewell.</summary>
    public void Kill(StageMother mother)
    {
        _mothers.Remove(mother);
        mother.Endpoint.Dispose();
    }

    public void Run(double milliseconds, Action? each = null)
    {
        for (var i = 0; i < milliseconds; i++)
        {
            Clock.Advance(TimeSpan.FromMilliseconds(1));
            foreach (var mother in _mothers)
                mother.Step();
            foreach (var izzy in _izzies)
                izzy.Step();
            each?.Invoke();
        }
    }

    /// <summary>Until the IZZY has been reset, by a person or by itself, and is permitted.</summary>
    public void RunUntilPermitted(StageIzzy izzy)
    {
        Run(400);
        if (izzy.Policy == ResetPolicy.Manual)
            Assert.Equal(ResetRefusal.None, izzy.Core.Reset());
        else
            Run(1_300);
        Assert.True(izzy.IsPermitted);
    }

    private IPAddress NextAddress() => new([10, 0, 0, (byte)++_hosts]);

    public readonly record struct Datagram(TimeSpan Time, IPEndPoint From, IPEndPoint To, MessageType Type, Guid Sender, Guid Receiver)
    {
        public required byte[] Bytes { get; init; }
    }
}
