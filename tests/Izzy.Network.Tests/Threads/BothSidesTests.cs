using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Runtime.CompilerServices;
using Izzy.Heartbeat;
using Izzy.Heartbeat.Protocol;
using Izzy.Heartbeat.Safety;
using Izzy.Heartbeat.Threads;
using Izzy.Heartbeat.Time;
using Izzy.Heartbeat.Transport;

namespace Izzy.Network.Tests.Threads;

/// <summary>
/// Mother and IZZYs with their real threads, on the in-memory network, as a program uses them. What needs no thread is tested
/// on fake time elsewhere.
/// </summary>
public sealed class BothSidesTests : IDisposable
{
    private static readonly IPAddress s_motherAddress = IPAddress.Parse("10.0.0.1");
    private static readonly IPAddress s_izzyAddress = IPAddress.Parse("10.0.0.2");
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);

    // A request within a second of a refused one is refused, so a patient person waits that long.
    private static readonly TimeSpan s_patientReset = TimeSpan.FromMilliseconds(1100);

    private readonly InMemoryNetwork _network = new(seed: 7);
    private readonly BlockingCollection<StopCause> _stopActions = [];
    private readonly List<IDisposable> _parts = [];

    public void Dispose()
    {
        _parts.Reverse();
        _parts.ForEach(part => part.Dispose());
        _stopActions.Dispose();
    }

    [Fact]
    public void A_stop_runs_the_stop_action_and_a_reset_really_beats_again()
    {
        var (mother, izzy) = Both();
        Assert.True(mother.Stop());
        Assert.False(mother.Stop());
        Assert.Equal(StopCause.StopReceived, NextStop());
        Assert.False(izzy.Permit.IsValid);
        Until(() => mother.Izzies.Single().StopConfirmedAfter is not null);
        var beats = mother.Beats;

        // In her first seconds she refuses it although all confirmed.
        Until(() => mother.Reset() == ResetRefusal.None);
        Until(() => mother.Beats > beats + 3 && izzy.MotherStatus == MotherStatus.Connected);
        Assert.False(izzy.Permit.IsValid);
        Assert.True(mother.Server.IsAlive);
        ResetWhenItMay(izzy);
        Assert.Equal(2, izzy.Permit.Number);
    }

    [Fact]
    public void An_old_permit_is_void_after_a_reset()
    {
        var (mother, izzy) = Both();
        var old = izzy.Permit;
        Assert.True(old.IsValid);
        izzy.Stop();
        Assert.Equal(StopCause.LocalStop, NextStop());
        Assert.False(old.IsValid);
        ResetWhenItMay(izzy);
        Assert.True(izzy.Permit.IsValid);
        Assert.False(old.IsValid);
        Assert.Equal(StopCause.LocalStop, izzy.LastCause);
        Assert.True(mother.Listener.IsAlive);
    }

    [Fact]
    public void A_listener_that_dies_stops_its_IZZY_for_good()
    {
        var breaking = new BreakableTransport(_network.Attach(s_izzyAddress, Ports.UdpToClient, Ports.UdpToClient));
        var (_, izzy) = Both(breaking);
        var events = izzy.Subscribe(TestContext.Current.CancellationToken);
        breaking.Break();
        Assert.Equal(StopCause.ThreadDied, NextStop());
        Until(() => !izzy.Listener.IsAlive);
        Until(() => events.TryRead(out var happened) && happened is HeartbeatEvent.ThreadDied { Thread: "izzy-listener" });
        Assert.False(izzy.Permit.IsValid);
        NoResetEnds(izzy);
    }

    [Fact]
    public void A_listener_of_Mothers_that_dies_ends_her_beat_for_good()
    {
        var breaking = new BreakableTransport(_network.Attach(s_motherAddress, Ports.UdpFromClient, Ports.UdpToClient));
        var (mother, _) = Both(mothers: breaking);
        breaking.Break();
        Until(() => mother.IsStopped);
        Assert.Equal(StopCause.ThreadDied, mother.StopCause);
        Assert.Equal(StopCause.StopReceived, NextStop());
        var beats = mother.Beats;
        Assert.Equal(ResetRefusal.ThreadDied, mother.Reset());
        Thread.Sleep(300);
        Assert.Equal(beats, mother.Beats);
    }

    [Fact]
    public void A_responder_that_dies_stops_its_IZZY_for_good()
    {
        var breaking = new BreakableTransport(_network.Attach(s_izzyAddress, Ports.UdpToClient, Ports.UdpToClient));
        var (_, izzy) = Both(breaking);
        breaking.BreakNextSend();
        Assert.Equal(StopCause.ThreadDied, NextStop());
        Until(() => !izzy.Responder.IsAlive);
        Assert.False(izzy.Permit.IsValid);
        NoResetEnds(izzy);
    }

    [Theory]
    [InlineData("izzy-watchdog")]
    [InlineData("izzy-stop")]
    public void A_thread_of_its_own_that_dies_stops_its_IZZY_for_good(string thread)
    {
        var clock = new BreakableClock(thread);
        // The stop action's thread asks for the time only to tell of an action that failed.
        var (mother, izzy) = Both(clock: clock, stopAction: cause =>
        {
            _stopActions.Add(cause);
            throw new InvalidOperationException("the relay is gone");
        });
        var events = izzy.Subscribe(TestContext.Current.CancellationToken);
        clock.Break();
        if (thread == "izzy-stop")
            izzy.Stop();
        Until(() => events.TryRead(out var happened) && happened is HeartbeatEvent.ThreadDied died && died.Thread == thread);
        Assert.False(izzy.Permit.IsValid);
        NoResetEnds(izzy);
        Until(() => mother.Izzies.Single().State.Status == IzzyStatus.Estop);
        // Its own thread dies of what comes after the action, never before it.
        Assert.Equal(thread == "izzy-watchdog" ? StopCause.ThreadDied : StopCause.LocalStop, NextStop());
    }

    [Fact]
    public void A_beating_thread_that_dies_leaves_a_stop_that_no_reset_ends()
    {
        var breaking = new BreakableTransport(_network.Attach(s_motherAddress, Ports.UdpFromClient, Ports.UdpToClient));
        var (mother, _) = Both(mothers: breaking);
        breaking.BreakNextSend();
        Until(() => mother.IsStopped);
        Assert.Equal(StopCause.ThreadDied, mother.StopCause);
        Assert.Equal(StopCause.StopReceived, NextStop());
        Until(() => !mother.Server.IsAlive);
        var beats = mother.Beats;
        Assert.Equal(ResetRefusal.ThreadDied, mother.Reset());
        Thread.Sleep(300);
        Assert.Equal(beats, mother.Beats);
    }

    [Fact]
    public void A_stop_action_that_throws_is_told_and_the_next_one_runs_all_the_same()
    {
        var (_, izzy) = Both(stopAction: cause =>
        {
            _stopActions.Add(cause);
            throw new InvalidOperationException("the relay is gone");
        });
        var events = izzy.Subscribe(TestContext.Current.CancellationToken);
        izzy.Stop();
        Assert.Equal(StopCause.LocalStop, NextStop());
        Until(() => events.TryRead(out var happened) && happened is HeartbeatEvent.StopActionFailed { Message: "the relay is gone" });
        ResetWhenItMay(izzy);
        izzy.Stop();
        Assert.Equal(StopCause.LocalStop, NextStop());
    }

    [Fact]
    public void A_stop_action_that_hangs_holds_up_neither_the_answers_nor_the_permit()
    {
        using var hanging = new ManualResetEventSlim();
        var (mother, izzy) = Both(stopAction: _ => hanging.Wait(s_patience));
        mother.Stop();
        Until(() => mother.Izzies.Single().StopConfirmedAfter is not null);
        Assert.False(izzy.Permit.IsValid);
        hanging.Set();
    }

    [Fact]
    public void A_stop_action_that_hangs_twice_holds_nobody_up_who_leaves()
    {
        using var hanging = new ManualResetEventSlim();
        var (_, izzy) = Both(stopAction: _ => hanging.Wait(2 * s_patience));
        izzy.Stop();
        ResetWhenItMay(izzy);
        var leaving = new Thread(izzy.Dispose);
        leaving.Start();
        var hasLeft = leaving.Join(s_patience);
        hanging.Set();
        Assert.True(hasLeft, "It did not come back from Dispose.");
    }

    [Fact]
    public void A_listener_or_a_responder_that_is_disposed_of_by_itself_takes_its_side_to_stop()
    {
        var (mother, izzy) = Both();
        izzy.Responder.Dispose();
        Assert.Equal(StopCause.ThreadDied, NextStop());
        Assert.False(izzy.Permit.IsValid);
        mother.Listener.Dispose();
        Assert.Equal(StopCause.ThreadDied, mother.StopCause);
        Assert.Equal(ResetRefusal.ThreadDied, mother.Reset());
    }

    [Fact]
    public void A_disk_that_stalls_when_the_program_ceases_to_check_in_keeps_no_confirmation_from_being_heard()
    {
        var mother = new Mother(new MotherOptions
        {
            Interval = TimeSpan.FromMilliseconds(50),
            CheckInLimit = TimeSpan.FromMilliseconds(200),
            StateDirectory = null,
            Transport = _network.Attach(s_motherAddress, Ports.UdpFromClient, Ports.UdpToClient),
        });
        var izzy = new IzzyClient(new IzzyClientOptions { Name = "sofa", StateDirectory = null, Transport = _network.Attach(s_izzyAddress, Ports.UdpToClient, Ports.UdpToClient) });
        _parts.AddRange([izzy, mother]);
        izzy.Start();
        // What a stop writes to the disk, it writes under this lock.
        lock (DiskOf(mother.Server))
        {
            mother.Start();
            Until(() => mother.IsStopped && mother.Izzies is [{ StopConfirmedAfter: not null }]);
        }

        Assert.Equal(StopCause.ControlLoopSilent, mother.StopCause);
    }

    [Fact]
    public void A_disk_that_stalls_at_a_reset_keeps_nobody_from_stopping_with_the_next_word()
    {
        var (mother, _) = Both();
        mother.Stop();
        Until(() => mother.ResetOutlook.Refusal == ResetRefusal.None);
        using var isReset = new ManualResetEventSlim();
        var words = new Thread(() =>
        {
            mother.Reset();
            isReset.Set();
            mother.Stop();
        });
        lock (DiskOf(mother.Server))
        {
            words.Start();
            Assert.True(isReset.Wait(s_patience, TestContext.Current.CancellationToken), "The reset waited for the disk.");
            Until(() => mother.IsStopped);
        }

        words.Join();
    }

    [Fact]
    public void A_thread_that_is_disposed_of_before_the_start_takes_its_side_to_stop_too()
    {
        var mother = new Mother(new MotherOptions { StateDirectory = null, Transport = _network.Attach(s_motherAddress, Ports.UdpFromClient, Ports.UdpToClient) });
        _parts.Add(mother);
        mother.Listener.Dispose();
        mother.Start();
        Assert.Equal(StopCause.ThreadDied, mother.StopCause);
    }

    [Fact]
    public void A_Mother_who_leaves_stops_everyone_and_is_heard_no_more()
    {
        var (mother, _) = Both();
        var said = new ConcurrentQueue<MessageType>();
        _network.OnSent = (_, from, _, datagram) =>
        {
            if (from.Address.Equals(s_motherAddress) && HeartbeatPacket.TryRead(datagram, out var packet, out _))
                said.Enqueue(packet.Type);
        };
        mother.Dispose();
        Assert.Equal(StopCause.StopReceived, NextStop());
        // From the first ESTOP on there is no beat.
        var farewell = said.SkipWhile(type => type == MessageType.Hello).ToList();
        Assert.All(farewell, type => Assert.Equal(MessageType.Estop, type));
        Assert.True(farewell.Count >= 5);
    }

    [Fact]
    public void A_program_that_ceases_to_check_in_stops_its_IZZY()
    {
        var (_, izzy) = Both(checkIn: TimeSpan.FromMilliseconds(200));
        Assert.Equal(StopCause.ControlLoopSilent, NextStop());
        Assert.False(izzy.Permit.IsValid);
        NoResetEnds(izzy);
    }

    [Fact]
    public void Starting_twice_is_refused_and_disposing_twice_is_not()
    {
        var (mother, izzy) = Both();
        Assert.Throws<InvalidOperationException>(mother.Start);
        Assert.Throws<InvalidOperationException>(izzy.Start);
        izzy.Dispose();
        izzy.Dispose();
        mother.Dispose();
        mother.Dispose();
    }

    [Fact]
    public void Disposing_a_permitted_IZZY_runs_its_stop_action_and_nothing_permits_it_again()
    {
        var (_, izzy) = Both();
        var permit = izzy.Permit;
        izzy.Dispose();
        Assert.False(permit.IsValid);
        Assert.True(_stopActions.TryTake(out var cause), "The stop action did not run before Dispose came back.");
        Assert.Equal(StopCause.LocalStop, cause);
        Assert.Equal(ResetRefusal.CauseRemains, izzy.Reset());
        Assert.Equal(1, izzy.Permit.Number);
    }

    private (Mother Mother, IzzyClient Izzy) Both(
        IDatagramTransport? izzys = null, IDatagramTransport? mothers = null, Action<StopCause>? stopAction = null,
        TimeSpan? checkIn = null, Clock? clock = null)
    {
        var izzy = new IzzyClient(new IzzyClientOptions
        {
            Name = "sofa",
            // Longer than a busy machine holds up all of it: silence stops nobody before the test does.
            Limit = TimeSpan.FromSeconds(2),
            CheckInLimit = checkIn,
            StateDirectory = null,
            StopAction = stopAction ?? _stopActions.Add,
            Transport = izzys ?? _network.Attach(s_izzyAddress, Ports.UdpToClient, Ports.UdpToClient),
        }, clock ?? SystemClock.Instance);
        var mother = new Mother(new MotherOptions
        {
            Interval = TimeSpan.FromMilliseconds(50),
            StateDirectory = null,
            Transport = mothers ?? _network.Attach(s_motherAddress, Ports.UdpFromClient, Ports.UdpToClient),
        });
        _parts.AddRange([izzy, mother]);
        izzy.Start();
        mother.Start();
        Until(() => izzy.MotherStatus == MotherStatus.Connected && mother.Izzies.Count == 1);
        // A check-in each time: between two requests the program would have gone silent.
        Until(
            () =>
            {
                izzy.CheckIn();
                return izzy.Reset() == ResetRefusal.None;
            },
            s_patientReset);
        return (mother, izzy);
    }

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_disk")]
    private static extern ref Lock DiskOf(HeartbeatServerThread server);

    private StopCause NextStop()
    {
        Assert.True(_stopActions.TryTake(out var cause, s_patience), "The stop action did not run.");
        return cause;
    }

    private static void ResetWhenItMay(IzzyClient izzy) => Until(() => izzy.Reset() == ResetRefusal.None, s_patientReset);

    /// <summary>On a busy machine the first answer may be that it has only just resumed.</summary>
    private static void NoResetEnds(IzzyClient izzy) => Until(
        () =>
        {
            var refusal = izzy.Reset();
            Assert.NotEqual(ResetRefusal.None, refusal);
            return refusal == ResetRefusal.CauseRemains;
        },
        s_patientReset);

    private static void Until(Func<bool> done, TimeSpan? pause = null)
    {
        var started = Stopwatch.StartNew();
        while (!done())
        {
            Assert.True(started.Elapsed < s_patience, "It did not come to pass.");
            Thread.Sleep(pause ?? TimeSpan.FromMilliseconds(10));
        }
    }
}
