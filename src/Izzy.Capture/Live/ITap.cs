using Izzy.Capture.Files;

namespace Izzy.Capture.Live;

/// <summary>Where frames come from as they pass.</summary>
internal interface ITap : IDisposable
{
    /// <summary>How many frames the system threw away because they were not taken soon enough.</summary>
    long Dropped { get; }

    /// <summary>Waits for a frame.</summary>
    /// <param name="wait">How long at most.</param>
    /// <param name="frame">The frame; it lives until the next call.</param>
    /// <param name="now">When it passed, by the clock that nobody sets; with no frame, the time.</param>
    /// <returns>False if none came.</returns>
    /// <exception cref="System.Net.Sockets.SocketException">There is nothing to wait for any more.</exception>
    bool TryRead(TimeSpan wait, out CapturedFrame frame, out TimeSpan now);
}
