using System.Net;
using System.Text;
using Izzy.Heartbeat.Protocol;

namespace Izzy.Heartbeat.Safety;

/// <summary>One IZZY as Mother knows it. Written by <see cref="IzzyRegistry"/> alone.</summary>
/// <param name="id">Its id.</param>
/// <param name="address">Where it was heard from.</param>
/// <param name="isAskedForProof">Whether Mother has a key.</param>
internal sealed class IzzyEntry(Guid id, SocketAddress address, bool isAskedForProof = false)
{
    public Guid Id { get; } = id;

    /// <summary>Where it was last heard from.</summary>
    public SocketAddress Address { get; private set; } = address;

    /// <summary>The same as text; made when it changes, not each time that somebody looks.</summary>
    public string AddressText { get; private set; } = address.ToText();

    /// <summary>The name as it came, control characters included; escape it where it is shown.</summary>
    public string Name { get; private set; } = "";

    /// <summary>The name under which it is the first in the registry, or null while another one has its name.</summary>
    public string? HeldName { get; set; }

    /// <summary>The last report, or what the type of a message without one tells.</summary>
    public IzzyState State { get; set; } = new(IzzyStatus.Unverified);

    public Presence Presence { get; set; } = Presence.Present;

    public TimeSpan FoundAt { get; init; }

    public TimeSpan LastHeard { get; set; }

    /// <summary>When it last sent anything but the type ESTOP: it says ESTOP unasked and to an ESTOP, and HERE to a beat alone.</summary>
    public TimeSpan? LastHere { get; set; }

    /// <summary>From the last beat to its answer.</summary>
    public RoundTrip RoundTrip;

    /// <summary>Which of its packets are new, from the first authentic one on; from then on nothing else is taken for its.</summary>
    public PeerGate? Gate { get; private set; }

    /// <summary>How the beat reaches it once it is verified.</summary>
    public VerifiedPeer? Peer { get; set; }

    /// <summary>Whether what it says is proven to be its.</summary>
    public bool IsVerified => Gate is not null;

    /// <summary>The same for those who are told; null where nobody asks for proof.</summary>
    public bool? Verified => isAskedForProof ? IsVerified : null;

    /// <summary>The number of the stop that it confirmed last, and when.</summary>
    public int ConfirmedStop { get; set; }

    public TimeSpan ConfirmedAt { get; set; }

    /// <summary>The number of the stop for which it was told to be unconfirmed.</summary>
    public int ToldUnconfirmed { get; set; }

    /// <summary>The address before the present one, and when it changed; null before it ever did.</summary>
    public SocketAddress? FormerAddress { get; private set; }

    public TimeSpan? MovedAt { get; private set; }

    private byte[] _nameUtf8 = [];

    /// <summary>It proves itself for the first time. What was said in its name before proves nothing, not even that it was alive.</summary>
    public void Prove(PeerGate gate)
    {
        Gate = gate;
        ConfirmedStop = 0;
        LastHeard = TimeSpan.MinValue;
        LastHere = null;
    }

    /// <summary>It was heard from another address.</summary>
    public void MoveTo(SocketAddress address, TimeSpan now)
    {
        (FormerAddress, Address) = (Address, FormerAddress ?? SocketAddresses.New());
        address.CopyTo(Address);
        AddressText = Address.ToText();
        MovedAt = now;
    }

    /// <summary>Takes the name of a report over; nothing is allocated while it stays the same.</summary>
    /// <returns>True if it changed.</returns>
    public bool Rename(ReadOnlySpan<byte> nameUtf8)
    {
        if (nameUtf8.SequenceEqual(_nameUtf8))
            return false;
        _nameUtf8 = nameUtf8.ToArray();
        Name = Encoding.UTF8.GetString(nameUtf8);
        return true;
    }
}
