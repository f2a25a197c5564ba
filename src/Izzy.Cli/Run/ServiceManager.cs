using System.Runtime.CompilerServices;
using Izzy.Heartbeat;
using Izzy.Heartbeat.Hosting.Systemd;

namespace Izzy.Cli.Run;

/// <summary>
/// The service manager that started this program and wants to know how it does, where there is one. Without one nothing of it is loaded,
/// so that a start from a shell takes no longer.
/// </summary>
internal sealed class ServiceManager
{
    private readonly NotifyVariables? _variables;

    private ServiceManager(NotifyVariables? variables) => _variables = variables;

    /// <summary>Whether there is one that was not taken yet.</summary>
    public static bool IsThere => Environment.GetEnvironmentVariable(NotifyVariables.SocketVariable) is { Length: > 0 };

    /// <summary>Looks once, and takes what it finds out of the environment: what this program starts must not speak for it.</summary>
    public static ServiceManager? Find() => Environment.GetEnvironmentVariable(NotifyVariables.SocketVariable) is null ? null : Take();

    /// <summary>Tells it of Mother from now on, until disposed of: then, that she leaves.</summary>
    public IDisposable? Keep(Mother mother) => ServiceKeeper.Start(_variables, WatchedSide.Of(mother));

    /// <summary>The same of an IZZY.</summary>
    public IDisposable? Keep(IzzyClient izzy) => ServiceKeeper.Start(_variables, WatchedSide.Of(izzy));

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static ServiceManager Take() => new(NotifyVariables.Take());
}
