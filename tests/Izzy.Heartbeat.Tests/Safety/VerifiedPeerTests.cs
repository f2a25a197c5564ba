using Izzy.Heartbeat.Safety;
using static Izzy.Heartbeat.Tests.Safety.SwitchRig;

namespace Izzy.Heartbeat.Tests.Safety;

public sealed class VerifiedPeerTests
{
    [Fact]
    public void Its_challenge_is_echoed_until_it_is_older_than_its_limit_and_known_beyond()
    {
        var peer = new VerifiedPeer(RegistryRig.Id(1), RegistryRig.Address(1));
        Assert.Equal((0ul, 0ul), (peer.Challenge, peer.Echo(Ms(0))));
        peer.Hear(7, Ms(1_000), Ms(5_000));
        Assert.Equal(7ul, peer.Echo(Ms(5_000)));
        Assert.Equal(7ul, peer.Echo(Ms(6_000)));
        Assert.Equal(0ul, peer.Echo(Ms(6_000) + TimeSpan.FromTicks(1)));
        Assert.Equal(7ul, peer.Challenge);
    }

    [Fact]
    public void It_is_where_it_was_heard_last()
    {
        var peer = new VerifiedPeer(RegistryRig.Id(1), RegistryRig.Address(1));
        Assert.Equal(RegistryRig.Address(1), peer.Address);
        peer.MoveTo(RegistryRig.Address(2));
        Assert.Equal(RegistryRig.Address(2), peer.Address);
    }
}
