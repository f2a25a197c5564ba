using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;

namespace Izzy.Network.Tests.Namespaces;

/// <summary>
/// Runs code of this very process inside a host, so that many IZZYs share one clock with the test. A thread enters the
/// namespace; the sockets and threads that it makes stay there. A thread of the pool would not: nothing here may be async.
/// </summary>
internal static partial class InsideHost
{
    /// <summary>Where <c>ip netns</c> keeps its namespaces.</summary>
    public const string Folder = "/var/run/netns";

    private const int NetworkNamespace = 0x40000000;

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

    private static void Enter(string host)
    {
        using var file = File.OpenHandle(Path.Combine(Folder, host), FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        if (SetNamespace((int)file.DangerousGetHandle(), NetworkNamespace) != 0)
            throw new InvalidOperationException($"The namespace {host} cannot be entered: error {Marshal.GetLastPInvokeError()}.");
    }

    [LibraryImport("libc", EntryPoint = "setns", SetLastError = true)]
    private static partial int SetNamespace(int file, int kind);
}
