using System.Runtime.InteropServices;

namespace Izzy.Network.Tests.Processes;

/// <summary>Freezes, thaws and kills processes, as a debugger, a stalled machine or a pulled plug would.</summary>
internal static partial class Signals
{
    public const int Term = 15;
    public const int Quit = 3;

    private const int Kill9 = 9;
    private const int Cont = 18;
    private const int Stop = 19;

    public static void Freeze(int pid) => Send(pid, Stop);

    public static void Thaw(int pid) => Send(pid, Cont);

    public static void Kill(int pid) => Send(pid, Kill9);

    public static void Send(int pid, int signal)
    {
        if (KillProcess(pid, signal) != 0)
            throw new InvalidOperationException($"Signal {signal} to process {pid} failed: {Marshal.GetLastPInvokeError()}.");
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int KillProcess(int pid, int signal);
}
