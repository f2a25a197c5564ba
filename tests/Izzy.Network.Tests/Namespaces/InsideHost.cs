using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;

namespace Izzy.Network.Tests.Namespaces;

/// <summary>
/// Runs code of this very process inside a host, so that many IZZYs share one clock with the test. A thread enters the
/// namespace; the sockets and threads that it makes stay there.
/// <para>
/// A worker of the pool is born of the thread that has work for it when there are too few, and would stay in that thread's
/// namespace: whatever test it ran later would be cut off from this machine. So as many workers as the pool starts of itself are
/// born before, and none ever ends (<c>ThreadsToKeepAlive</c> in the project).
/// </para>
/// </summary>
internal static partial class InsideHost
{
    /// <summary>Where <c>ip netns</c> keeps its namespaces.</summary>
    public const string Folder = "/var/run/netns";

    private const int NetworkNamespace = 0x40000000;

    static InsideHost()
    {
        // More than all tests that run beside each other have the pool do at once, where a busy machine lets nothing of it get done: 32 were not.
        const int workers = 128;
        ThreadPool.SetMinThreads(workers, workers);
        var all = new CountdownEvent(workers);
        for (var i = 0; i < workers; i++)
        {
            // Each holds one worker until every other has its own.
            ThreadPool.UnsafeQueueUserWorkItem(_ =>
            {
                all.Signal();
                all.Wait();
            }, null);
        }

        all.Wait();
    }

    public static T Run<T>(string host, Func<T> make)
    {
        T made = default!;
        Exception? failure = null;
        var thread = new Thread(() =>
        {
            try
            {
                Enter(host);
                made = make();
            }
            catch (Exception exception)
            {
                failure = exception;
            }
        });
        thread.Start();
        thread.Join();
        if (failure is not null)
            ExceptionDispatchInfo.Throw(failure);
        return made;
    }

    /// <summary>The workers of the pool that are in another network namespace than this process; there must be none.</summary>
    public static IEnumerable<string> StrayWorkers()
    {
        var home = NetworkOf("/proc/self");
        foreach (var task in Directory.GetDirectories("/proc/self/task"))
        {
            string? network, name;
            try
            {
                (network, name) = (NetworkOf(task), File.ReadAllText($"{task}/comm").Trim());
            }
            catch (IOException)
            {
                // It has just ended.
                continue;
            }

            if (network is not null && network != home && name.StartsWith(".NET TP", StringComparison.Ordinal))
                yield return $"{name} ({Path.GetFileName(task)})";
        }
    }

    private static string? NetworkOf(string task) => new FileInfo($"{task}/ns/net").LinkTarget;

    private static void Enter(string host)
    {
        using var file = File.OpenHandle(Path.Combine(Folder, host), FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        if (SetNamespace((int)file.DangerousGetHandle(), NetworkNamespace) != 0)
            throw new InvalidOperationException($"The namespace {host} cannot be entered: error {Marshal.GetLastPInvokeError()}.");
    }

    [LibraryImport("libc", EntryPoint = "setns", SetLastError = true)]
    private static partial int SetNamespace(int file, int kind);
}
