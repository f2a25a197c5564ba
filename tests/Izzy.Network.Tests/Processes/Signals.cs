using System.Runtime.InteropServices;

namespace Izzy.Network.Tests.Processes;

/// <summary>Freezes, thaws and kills processes, as a debugger, a stalled machine or a pulled plug would.</summary>
internal static partial class Signals
{
    public const int Hup = 1;
    public const int Int = 2;
    public const int Quit = 3;
    public const int Term = 15;

    private const int Kill9 = 9;
    private const int Cont = 18;
    private const int Stop = 19;

    /// <summary>When this returns, none of its threads runs any more; the signal alone leaves those on another core a moment.</summary>
    public static void Freeze(int pid)
    {
        Send(pid, Stop);
        Assert.True(SpinWait.SpinUntil(() => Directory.GetDirectories($"/proc/{pid}/task").All(IsStopped), IzzyProcess.Patience), $"Process {pid} does not stop.");
    }

    public static void Thaw(int pid) => Send(pid, Cont);

    public static void Kill(int pid) => Send(pid, Kill9);

    public static void Send(int pid, int signal)
    {
        if (KillProcess(pid, signal) != 0)
            throw new InvalidOperationException($"Signal {signal} to process {pid} failed: {Marshal.GetLastPInvokeError()}.");
    }

    private static bool IsStopped(string task)
    {
        try
        {
            // pid (name) state ...: the name may have any character in it.
            var stat = File.ReadAllText(Path.Combine(task, "stat"));
            return stat[stat.LastIndexOf(')') + 2] is 'T' or 't';
        }
        catch (IOException)
        {
            // It ended in this moment.
            return true;
        }
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int KillProcess(int pid, int signal);
}
