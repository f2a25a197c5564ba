using Izzy.Heartbeat.Tests.Safety;

namespace Izzy.Heartbeat.Tests.Fuzz;

/// <summary>Who is met in a fuzzed datagram.</summary>
internal static class Cast
{
    public static readonly Guid Self = SwitchRig.Self;
    public static readonly Guid Owner = SwitchRig.Owner;
    public static readonly Guid Stranger = SwitchRig.Stranger;
    public static readonly Guid Other = new("30000000-0000-0000-0000-000000000001");
    public static readonly Guid Everyone = Guid.Empty;

    public static readonly Guid[] All = [Self, Owner, Stranger, Other, Everyone];
}
