using System.Net;
using System.Runtime.CompilerServices;
using Izzy.Heartbeat.Protocol;
using Izzy.Heartbeat.Safety;
using Izzy.Heartbeat.Tests.Scenarios;
using Izzy.Heartbeat.Threads;

namespace Izzy.Heartbeat.Tests.Threads;

/// <summary>A stop that somebody makes only to undo it, such as a drill's, and any other stop meanwhile.</summary>
public sealed class ConditionalResetTests
{
    private readonly Stage _stage = new();
    private readonly StageMother _mother;

    public ConditionalResetTests()
    {
        _mother = _stage.AddMother();
        _stage.AddIzzy();
        _stage.Run(4_000);
    }

    private HeartbeatServerThread Server => _mother.Server;

    [Fact]
    public void It_is_undone_once_every_IZZY_confirmed()
    {
        Assert.True(Server.TryStop(out var request));
        Assert.True(Server.TryReset(request, out var refusal));
        Assert.Equal(ResetRefusal.NotConfirmed, refusal);
        _stage.Run(100);
        Assert.True(Server.TryReset(request, out refusal));
        Assert.Equal(ResetRefusal.None, refusal);
        Assert.False(_mother.Latch.IsLatched);
        _stage.Run(1);
        Assert.Equal((1, 1), (_mother.Count<HeartbeatEvent.Stopped>(), _mother.Count<HeartbeatEvent.Reset>()));
    }

    [Theory]
    [InlineData(StopCause.LocalStop)]
    [InlineData(StopCause.ThreadDied)]
    [InlineData(StopCause.ControlLoopSilent)]
    public void Any_other_stop_since_keeps_it_for_good(StopCause cause)
    {
        Server.TryStop(out var request);
        _stage.Run(100);
        Assert.False(Server.Stop(cause));
        _stage.Run(100);
        Assert.False(Server.TryReset(request, out _));
        Assert.True(_mother.Latch.IsLatched);
    }

    [Fact]
    public void So_does_one_that_a_person_reset_and_asked_for_again()
    {
        Server.TryStop(out var request);
        _stage.Run(100);
        _mother.Reset();
        _mother.Stop();
        _stage.Run(100);
        Assert.False(Server.TryReset(request, out _));
        Assert.True(_mother.Latch.IsLatched);
    }

    [Fact]
    public void A_persons_reset_stays_possible_and_leaves_nothing_to_undo()
    {
        Server.TryStop(out var request);
        _mother.Stop();
        _stage.Run(100);
        Assert.Equal(ResetRefusal.None, _mother.Reset());
        Assert.False(Server.TryReset(request, out _));

        _stage.Run(500);
        Server.TryStop(out request);
        _stage.Run(100);
        _mother.Reset();
        Assert.True(Server.TryReset(request, out var refusal));
        Assert.Equal(ResetRefusal.NotStopped, refusal);
    }

    [Fact]
    public void It_does_nothing_where_it_is_stopped_already()
    {
        _mother.Stop();
        Assert.False(Server.TryStop(out _));
        Assert.Equal(1, _mother.Latch.Requests);
    }

    [Fact]
    public void No_time_makes_up_for_a_confirmation()
    {
        _stage.Run(100);
        using var silent = _stage.AddEndpoint(7_000, Ports.UdpFromClient);
        silent.Send(new HeartbeatMessage(MessageType.Here, StageMother.IdOf(9), _mother.Id, new StatusReport("wagon", new(IzzyStatus.Available))).ToBytes(), new IPEndPoint(_mother.Address, Ports.UdpFromClient).Serialize());
        _stage.Run(100);
        Server.TryStop(out var request);
        _stage.Run(10_000);
        Assert.True(Server.TryReset(request, out var refusal));
        Assert.Equal(ResetRefusal.NotConfirmed, refusal);
        Assert.True(_mother.Latch.IsLatched);
    }

    [Fact]
    public void Of_a_stop_and_an_undoing_at_the_same_time_the_stop_wins_whoever_is_first()
    {
        // Either the undoing comes first, and the stop after it latches anew; or the stop does, and nothing is undone.
        for (var round = 0; round < 2_000; round++)
        {
            Server.TryStop(out var request);
            _stage.Run(5);
            var ready = 0;
            var other = new Thread(() =>
            {
                Meet(ref ready);
                Server.Stop(StopCause.LocalStop);
            });
            other.Start();
            Meet(ref ready);
            Server.TryReset(request, out _);
            other.Join();
            Assert.True(_mother.Latch.IsLatched);
            _mother.Latch.Reset(_stage.Clock.Now + TimeSpan.FromHours(1), 1, 0);
        }
    }

    private static void Meet(ref int ready)
    {
        Interlocked.Increment(ref ready);
        // Gives way where the other one has no processor yet: other tests run beside this one.
        for (var spin = new SpinWait(); Volatile.Read(ref ready) < 2;)
            spin.SpinOnce(sleep1Threshold: -1);
    }

    [Fact]
    public void A_person_who_saw_the_last_request_resets_by_the_rule_and_hears_why_not()
    {
        _mother.Stop();
        Assert.Equal(ResetRefusal.NotConfirmed, _mother.Core.Outlook().Refusal);
        Assert.Equal(ResetRefusal.NotConfirmed, Server.ResetSeen(_mother.Latch.Requests)!.Value.Refusal);
        _stage.Run(100);
        Assert.Equal(ResetRefusal.None, _mother.Core.Outlook().Refusal);
        Assert.Equal(ResetRefusal.None, Server.ResetSeen(_mother.Latch.Requests)!.Value.Refusal);
        Assert.False(_mother.Latch.IsLatched);
        Assert.Equal(ResetRefusal.NotStopped, _mother.Core.Outlook().Refusal);
        _stage.Run(1);
        Assert.Equal((1, 1, 1), (_mother.Count<HeartbeatEvent.Stopped>(), _mother.Count<HeartbeatEvent.ResetRefused>(), _mother.Count<HeartbeatEvent.Reset>()));
    }

    [Fact]
    public void Time_makes_up_for_a_confirmation_where_a_person_resets()
    {
        _stage.Network.Faults = new() { Loss = 1 };
        _mother.Stop();
        _stage.Run(1_000);
        var outlook = _mother.Core.Outlook();
        Assert.Equal((ResetRefusal.NotConfirmed, 1), (outlook.Refusal, outlook.Unconfirmed));
        Assert.InRange(outlook.Wait.TotalMilliseconds, 1, 2_500);
        _stage.Run(outlook.Wait.TotalMilliseconds + 1);
        Assert.Equal(ResetRefusal.None, Server.ResetSeen(_mother.Latch.Requests)!.Value.Refusal);
    }

    [Fact]
    public void A_reset_undoes_no_stop_that_is_asked_for_while_it_is_under_way()
    {
        _mother.Stop();
        _stage.Run(100);
        var refusal = ResetRefusal.None;
        var reset = new Thread(() => refusal = Server.Reset());
        // It has noted which stop it is about, and waits here to count who confirmed.
        lock (GateOf(_mother.Core))
        {
            reset.Start();
            Assert.True(SpinWait.SpinUntil(() => reset.ThreadState.HasFlag(ThreadState.WaitSleepJoin), TimeSpan.FromSeconds(20)));
            Server.Stop();
        }

        reset.Join();
        Assert.Equal(ResetRefusal.StoppedAgain, refusal);
        Assert.True(_mother.Latch.IsLatched);
        _stage.Run(1);
        Assert.Equal(ResetRefusal.StoppedAgain, Assert.Single(_mother.Events.OfType<HeartbeatEvent.ResetRefused>()).Reason);
    }

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_gate")]
    private static extern ref Lock GateOf(MotherCore core);

    [Fact]
    public void A_person_who_saw_an_earlier_request_resets_nothing()
    {
        _mother.Stop();
        var seen = _mother.Latch.Requests;
        _stage.Run(100);
        _mother.Stop();
        _stage.Run(100);
        Assert.Null(Server.ResetSeen(seen));
        Assert.True(_mother.Latch.IsLatched);
        Assert.Equal(0, _mother.Count<HeartbeatEvent.Reset>());
    }
}
