namespace Izzy.Bench.Measure;

/// <summary>Something else in this process that wants the processors, until it is disposed.</summary>
internal sealed class Load : IDisposable
{
    public const string Idle = "idle";
    public const string Spins = "4 spinning threads a core";

    private readonly CancellationTokenSource _end = new();
    private readonly List<Thread> _threads = [];

    private Load(string name) => Name = name;

    /// <summary>What it is, for the report.</summary>
    public string Name { get; }

    public static Load None() => new(Idle);

    public static Load Spinning() => new Load(Spins).With(4 * Environment.ProcessorCount, () => Thread.SpinWait(1000));

    public static Load Allocating()
    {
        return new Load("storm of allocations").With(Environment.ProcessorCount, Allocator);

        // Some of it lives long enough to have the oldest generation collected, too.
        static Action Allocator()
        {
            var kept = new byte[128][];
            var next = 0;
            return () =>
            {
                kept[next++ % kept.Length] = new byte[next % 7 == 0 ? 200_000 : 20_000];
                if (next % 64 == 0)
                    Thread.Sleep(1);
            };
        }
    }

    public static Load BlockedPool()
    {
        var load = new Load("400 blocked pool items");
        for (var i = 0; i < 400; i++)
            ThreadPool.UnsafeQueueUserWorkItem(_ => load._end.Token.WaitHandle.WaitOne(), null);
        return load;
    }

    public void Dispose()
    {
        _end.Cancel();
        _threads.ForEach(thread => thread.Join());
    }

    private Load With(int threads, Action work) => With(threads, () => work);

    private Load With(int threads, Func<Action> make)
    {
        for (var i = 0; i < threads; i++)
        {
            var thread = new Thread(() =>
            {
                var work = make();
                while (!_end.IsCancellationRequested)
                    work();
            })
            {
                IsBackground = true,
            };
            _threads.Add(thread);
            thread.Start();
        }

        return this;
    }
}
