using System.Diagnostics;
using Izzy.Heartbeat;

namespace Izzy.Network.Tests.Loopback;

/// <summary>
/// A program that keeps the machine busy must not stop the show: the heartbeat's own threads have to come to their turn among
/// others, which only a real scheduler and a real collector can show. At the default preset: 180 ms, 1 s.
/// </summary>
[Collection(typeof(Alone))]
public sealed class StarvationTests : IDisposable
{
    private const int Izzies = 4;

    private static readonly TimeSpan s_duration = TimeSpan.FromSeconds(4);

    private readonly List<WatchedIzzy> _izzies = [.. Enumerable.Range(0, Izzies).Select(i => new WatchedIzzy(TimeSpan.FromSeconds(1), name: $"izzy-{i}"))];
    private readonly CancellationTokenSource _end = new();
    private readonly List<Thread> _threads = [];
    private readonly Mother _mother;

    public StarvationTests()
    {
        _mother = new Mother(new MotherOptions { Targets = [.. _izzies.Select(izzy => izzy.EndPoint)], FromClientPort = 0, StateDirectory = null });
        _mother.Start();
    }

    public void Dispose()
    {
        _end.Cancel();
        _threads.ForEach(thread => thread.Join());
        _mother.Dispose();
        WatchedIzzy.DisposeAll(_izzies);
        _end.Dispose();
    }

    [Fact]
    public void Four_spinning_threads_a_core_in_this_process_stop_nobody() => NobodyStops("with 4 spinning threads a core", () =>
    {
        for (var i = 0; i < 4 * Environment.ProcessorCount; i++)
            Busy(() => Thread.SpinWait(1000));
    });

    [Fact]
    public void A_storm_of_allocations_stops_nobody() => NobodyStops("in a storm of allocations", () =>
    {
        for (var i = 0; i < Environment.ProcessorCount; i++)
        {
            // Some of it lives long enough to have the oldest generation collected, too. Some gigabytes a second, and not as many as
            // can be: each collection stops every thread until this one has got a processor, which a busy machine may not give it.
            var kept = new byte[128][];
            var next = 0;
            Busy(() =>
            {
                kept[next++ % kept.Length] = new byte[next % 7 == 0 ? 200_000 : 20_000];
                if (next % 64 == 0)
                    Thread.Sleep(1);
            });
        }
    });

    [Fact]
    public void Another_program_that_takes_four_threads_a_core_stops_nobody()
    {
        var others = new List<Process>();
        try
        {
            NobodyStops("with 4 spinning processes a core", () =>
            {
                for (var i = 0; i < 4 * Environment.ProcessorCount; i++)
                    others.Add(Process.Start("sh", ["-c", "while :; do :; done"]));
            });
        }
        finally
        {
            others.ForEach(other => other.Kill());
            others.ForEach(other => other.Dispose());
        }
    }

    [Fact]
    public void Four_hundred_blocked_items_in_the_pool_stop_nobody() => NobodyStops("with 400 blocked items in the pool", () =>
    {
        for (var i = 0; i < 400; i++)
            ThreadPool.UnsafeQueueUserWorkItem(_ => _end.Token.WaitHandle.WaitOne(), null);
    });

    private void Busy(Action work)
    {
        var thread = new Thread(() =>
        {
            while (!_end.IsCancellationRequested)
                work();
        });
        _threads.Add(thread);
        thread.Start();
    }

    private void NobodyStops(string with, Action load)
    {
        _izzies.ForEach(izzy => izzy.Permit());
        _izzies.ForEach(izzy => izzy.Begin());
        var late = new Timings($"a beat after it was due, {with}", "none");
        load();
        var lasted = Stopwatch.StartNew();
        for (var beats = _mother.Beats; lasted.Elapsed < s_duration; Thread.Sleep(20))
        {
            if (_mother.Beats == beats)
                continue;
            beats = _mother.Beats;
            late.Add(_mother.BeatLateness);
        }

        late.Report();
        Timings.Say(Timings.Invariant($"longest time between two beats at an IZZY, {with}: {_izzies.Max(izzy => izzy.Transport.Seen.LongestSpacing).TotalMilliseconds:0} ms (beats each 180 ms, limit 1 s)"));
        Assert.All(_izzies, izzy =>
        {
            Assert.Null(izzy.Stopped);
            Assert.True(izzy.MayMove);
            Assert.Equal(1, izzy.Client.Permit.Number);
        });
        Assert.False(_mother.IsStopped);
    }
}
