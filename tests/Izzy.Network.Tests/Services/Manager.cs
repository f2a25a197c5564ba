using System.Diagnostics;
using System.Net.Sockets;
using System.Text;

namespace Izzy.Network.Tests.Services;

/// <summary>Stands for systemd: a real datagram socket at which a service tells how it does.</summary>
internal sealed class Manager : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
    private readonly Lock _gate = new();
    private readonly List<(string State, TimeSpan At)> _told = [];
    private readonly Stopwatch _clock = Stopwatch.StartNew();

    /// <param name="address">A path, or a name of the abstract kind that begins with <c>@</c>.</param>
    public Manager(string address)
    {
        Address = address;
        _socket.Bind(new UnixDomainSocketEndPoint(address[0] == '@' ? $"\0{address[1..]}" : address));
        new Thread(Read) { IsBackground = true }.Start();
    }

    public string Address { get; }

    /// <summary>What it was told so far.</summary>
    public IReadOnlyList<(string State, TimeSpan At)> Told
    {
        get
        {
            lock (_gate)
                return [.. _told];
        }
    }

    public TimeSpan Now => _clock.Elapsed;

    public int SignsOfLife => Told.Count(told => told.State == "WATCHDOG=1");

    /// <summary>The variables with which it starts a service.</summary>
    public Dictionary<string, string> Variables(TimeSpan watchdog) => new()
    {
        ["NOTIFY_SOCKET"] = Address,
        ["WATCHDOG_USEC"] = $"{(long)watchdog.TotalMicroseconds}",
    };

    public void WaitFor(string beginning, int after = 0) => WaitUntil(() => Told.Count(told => told.State.StartsWith(beginning, StringComparison.Ordinal)) > after, beginning);

    public void WaitUntil(Func<bool> happened, string what) =>
        Assert.True(SpinWait.SpinUntil(happened, TimeSpan.FromSeconds(20)), $"{what} was not told; this was:\n{string.Join('\n', Told)}");

    public void Dispose() => _socket.Dispose();

    private void Read()
    {
        var buffer = new byte[4096];
        try
        {
            while (true)
            {
                var length = _socket.Receive(buffer);
                lock (_gate)
                    _told.Add((Encoding.UTF8.GetString(buffer, 0, length), Now));
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }
}
