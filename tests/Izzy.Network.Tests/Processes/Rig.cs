namespace Izzy.Network.Tests.Processes;

/// <summary>What one test needs for itself: a state directory and a pair of free ports on loopback.</summary>
internal sealed class Rig : IDisposable
{
    public string State { get; } = Directory.CreateTempSubdirectory("izzy-test-").FullName;

    public int ToClient { get; } = FreePort.Udp();

    public int FromClient { get; } = FreePort.Udp();

    public string[] Ports => ["--to-client-port", $"{ToClient}", "--from-client-port", $"{FromClient}"];

    public IzzyProcess Mother(params string[] more) =>
        IzzyProcess.Start(["mother", "--json", "--to", "127.0.0.1", "--state", State, .. Ports, .. more]);

    public IzzyProcess Client(string name, params string[] more) =>
        IzzyProcess.Start(["client", "--json", "--name", name, "--state", State, .. Ports, .. more]);

    public string FileFor(string name) => Path.Combine(State, name);

    public void Dispose()
    {
        // A stop command that outlives its client, as it should, may still be writing there.
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                Directory.Delete(State, recursive: true);
                return;
            }
            catch (IOException) when (attempt < 50)
            {
                Thread.Sleep(100);
            }
        }
    }
}
