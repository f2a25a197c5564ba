using Izzy.Cli.Text;
using Izzy.Heartbeat.Transport;

namespace Izzy.Cli.Settings;

/// <summary>Names of network interfaces.</summary>
internal static class InterfaceSetting
{
    /// <summary>At run time an interface may come and go; one that no machine ever called so is a slip of the pen.</summary>
    /// <exception cref="CommandException">There is none of such a name.</exception>
    public static void Check(IReadOnlyList<string> names)
    {
        if (InterfaceAddress.UnknownNames(names, out var existing) is not [var unknown, ..])
            return;
        throw new CommandException(new Problem(
            $"No network interface is called {Cells.Quote(unknown)}.",
            $"Choose among {string.Join(", ", existing)}, or leave --interface out for all of them."));
    }
}
