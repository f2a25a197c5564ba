using System.Runtime.InteropServices;

namespace Izzy.Cli.Run;

/// <summary>
/// Waits until somebody wants the program to end: by a command, by Ctrl-C or Ctrl-\, by a service manager, by closing the terminal, or
/// because its time is over (rule S16: leaving is a stop, whoever asks for it).
/// </summary>
internal sealed class Leaving : IDisposable
{
    private readonly ManualResetEventSlim _asked = new();
    private readonly List<PosixSignalRegistration> _signals = [];

    public Leaving()
    {
        foreach (var signal in (ReadOnlySpan<PosixSignal>)[PosixSignal.SIGINT, PosixSignal.SIGQUIT, PosixSignal.SIGTERM, PosixSignal.SIGHUP])
        {
            _signals.Add(PosixSignalRegistration.Create(signal, context =>
            {
                // Ours to end, after the stop was sent.
                context.Cancel = true;
                Ask();
            }));
        }
    }

    public void Ask() => _asked.Set();

    /// <param name="longest">How long at most; null for as long as it takes.</param>
    public void Wait(TimeSpan? longest = null) => _asked.Wait(longest ?? Timeout.InfiniteTimeSpan);

    public void Dispose()
    {
        foreach (var signal in _signals)
            signal.Dispose();
        _asked.Dispose();
    }
}
