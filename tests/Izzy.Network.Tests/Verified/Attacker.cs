using System.Diagnostics;
using System.Text.Json;
using Izzy.Network.Tests.Namespaces;
using Izzy.Network.Tests.Processes;

namespace Izzy.Network.Tests.Verified;

/// <summary>The attacker that comes with Izzy, <c>tools/attack.py</c>: it has the network and not the key.</summary>
internal sealed class Attacker : IDisposable
{
    private readonly Process _process;

    private Attacker(Process process) => _process = process;

    /// <summary>Starts it on a host.</summary>
    public static Attacker StartIn(string host, params string[] options)
    {
        if (Commands.Try("python3", "--version") is { } error)
            Assert.Skip($"Debian's package python3 is missing. {error}");
        string[] arguments = ["netns", "exec", host, "python3", Path.Combine(AppContext.BaseDirectory, "attack.py"), "--json", "--interface", NetworkNamespaces.Cable, .. options];
        return new Attacker(Process.Start(new ProcessStartInfo("ip", arguments) { RedirectStandardOutput = true })!);
    }

    /// <summary>Has it play its last trick, recorded ESTOPs, and end.</summary>
    /// <returns>How much it sent, by trick.</returns>
    public IReadOnlyDictionary<string, int> Finish()
    {
        Assert.False(_process.HasExited, "The attacker ended too early.");
        Signals.Send(_process.Id, Signals.Term);
        var table = _process.StandardOutput.ReadToEnd();
        Assert.True(_process.WaitForExit(IzzyProcess.Patience), "The attacker did not end.");
        return JsonDocument.Parse(table).RootElement.GetProperty("sent").EnumerateObject().ToDictionary(trick => trick.Name, trick => trick.Value.GetInt32());
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill();
        _process.Dispose();
    }
}
