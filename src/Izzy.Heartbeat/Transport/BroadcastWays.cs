using System.Net.NetworkInformation;
using System.Net.Sockets;

namespace Izzy.Heartbeat.Transport;

/// <summary>
/// Broadcasts out of every interface, as they come and go (rule S20). A thread of its own looks at the interfaces once a
/// second, and when the system tells of a change or a send fails; it replaces the array of senders, which
/// <see cref="Send"/> only reads. So a beat never waits for the system's list of interfaces.
/// </summary>
internal sealed class BroadcastWays : IDisposable
{
    private static readonly TimeSpan s_lookEvery = TimeSpan.FromSeconds(1);

    // A link that comes up causes several changes in a row, and a dead one fails every beat: this bounds the looks to 20 a
    // second and is still well within the two beats (180 ms at the fastest preset) in which an interface is to be back.
    private static readonly TimeSpan s_restBetweenLooks = TimeSpan.FromMilliseconds(50);

    private readonly int _port;
    private readonly IReadOnlyList<string> _names;
    private readonly Func<IReadOnlyList<InterfaceAddress>> _readInterfaces;
    private readonly Lock _gate = new();
    private readonly AutoResetEvent _wake = new(false);
    private readonly ManualResetEvent _stop = new(false);
    private readonly Thread _thread;
    private volatile WayOut[] _ways = [];
    private volatile WaysOut _current = WaysOut.None;
    private bool _disposed;

    /// <summary>Looks once before it returns, so that the first beat goes out, and from then on its own thread does.</summary>
    public BroadcastWays(int port, IReadOnlyList<string> names, Func<IReadOnlyList<InterfaceAddress>> readInterfaces)
    {
        _port = port;
        _names = names;
        _readInterfaces = readInterfaces;
        _ = Look();
        Listen(true);
        _thread = new Thread(Run) { IsBackground = true, Name = "izzy-interfaces" };
        _thread.Start();
    }

    /// <summary>Raised on the watching thread after <see cref="Current"/> changed.</summary>
    public event Action<WaysOut>? Changed;

    public WaysOut Current => _current;

    /// <summary>Sends out of every interface.</summary>
    /// <returns>How many that are up took the datagram.</returns>
    public int Send(ReadOnlySpan<byte> datagram)
    {
        var took = 0;
        foreach (var way in _ways)
        {
            var sent = way.Send(datagram);
            if (!way.Up)
                continue;
            if (sent)
                took++;
            else
                Wake();
        }

        return took;
    }

    public void Dispose()
    {
        lock (_gate)
        {
            if (_disposed)
                return;
            _disposed = true;
        }

        Listen(false);
        _ = _stop.Set();
        // A look at the interfaces can hang in the system; the thread is a background one and closes what it opens by itself.
        // A handler of Changed may dispose us on the thread itself.
        if (Thread.CurrentThread != _thread && _thread.Join(TimeSpan.FromSeconds(2)))
        {
            _wake.Dispose();
            _stop.Dispose();
        }

        Replace([]);
    }

    private void Run()
    {
        WaitHandle[] either = [_stop, _wake];
        while (WaitHandle.WaitAny(either, s_lookEvery) != 0)
        {
            if (Look())
                Announce();
            if (_stop.WaitOne(s_restBetweenLooks))
                return;
        }
    }

    /// <summary>Looks at the interfaces and changes the senders accordingly.</summary>
    /// <returns>True if something changed that a person would want to know.</returns>
    private bool Look()
    {
        InterfaceSelection selection;
        try
        {
            selection = InterfaceSelection.Choose(_readInterfaces(), _names);
        }
        catch (Exception)
        {
            // The system would not say, or an interface went while it was looked at. What we have stays in use until the next
            // look; and whatever it was, it must not end this thread (rule S19).
            return false;
        }

        var senders = new List<WayOut>(selection.Senders.Count);
        foreach (var at in selection.Senders)
        {
            if (Keep(at) is { } way)
                senders.Add(way);
        }

        Replace([.. senders]);
        var now = selection.WaysOut with { InUse = [.. senders.Where(way => way.Up).Select(way => way.At with { Up = true })] };
        var changed = now.ToString() != _current.ToString();
        _current = now;
        return changed;
    }

    /// <summary>The socket that there is for this address, or a new one; null if it could not be opened, until the next look.</summary>
    private WayOut? Keep(InterfaceAddress at)
    {
        foreach (var way in _ways)
        {
            if (way.At == at with { Up = way.At.Up })
            {
                way.Up = at.Up;
                return way;
            }
        }

        try
        {
            return new WayOut(at, _port);
        }
        catch (SocketException)
        {
            return null;
        }
    }

    private void Replace(WayOut[] senders)
    {
        WayOut[] before;
        lock (_gate)
        {
            // Disposed while it was being looked: nothing may be opened that nobody closes.
            before = _disposed ? [.. _ways, .. senders] : [.. _ways.Except(senders)];
            _ways = _disposed ? [] : senders;
        }

        foreach (var way in before)
            way.Dispose();
    }

    private void Announce()
    {
        try
        {
            Changed?.Invoke(_current);
        }
        catch (Exception)
        {
            // The handler's own failure; the interfaces must be watched all the same (rule S19).
        }
    }

    private void Listen(bool on)
    {
        try
        {
            if (on)
            {
                NetworkChange.NetworkAddressChanged += OnNetworkChanged;
                NetworkChange.NetworkAvailabilityChanged += OnNetworkChanged;
            }
            else
            {
                NetworkChange.NetworkAddressChanged -= OnNetworkChanged;
                NetworkChange.NetworkAvailabilityChanged -= OnNetworkChanged;
            }
        }
        catch (NetworkInformationException)
        {
            // Some containers do not tell of changes: then the look once a second has to do.
        }
    }

    private void OnNetworkChanged(object? sender, EventArgs e) => Wake();

    private void Wake()
    {
        try
        {
            _ = _wake.Set();
        }
        catch (ObjectDisposedException)
        {
            // A change that was told, or a send that was under way, while we were disposed.
        }
    }
}
