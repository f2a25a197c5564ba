namespace Izzy.Panel.Stream;

/// <summary>A snapshot as it goes over the wire.</summary>
/// <param name="Number">Counts the snapshots.</param>
/// <param name="Bytes">The event, whole; never written to again.</param>
internal sealed record Frame(long Number, ReadOnlyMemory<byte> Bytes);

/// <summary>
/// The newest frame, and nothing older: whoever was slow finds the newest when it comes back, never a queue. Publishing waits for nobody,
/// whatever the number of readers.
/// </summary>
internal sealed class FrameSlot
{
    private Place _place = new(null);

    /// <summary>The newest frame, or null before the first.</summary>
    public Frame? Newest => Volatile.Read(ref _place).Frame;

    public void Publish(Frame frame) => Interlocked.Exchange(ref _place, new Place(frame)).Leave();

    /// <summary>Waits for a frame that is newer than this number.</summary>
    /// <exception cref="OperationCanceledException">The reader went away.</exception>
    public async ValueTask<Frame> After(long number, CancellationToken cancellation)
    {
        while (true)
        {
            var place = Volatile.Read(ref _place);
            if (place.Frame is { } frame && frame.Number > number)
                return frame;
            await place.Left.WaitAsync(cancellation).ConfigureAwait(false);
        }
    }

    private sealed class Place(Frame? frame)
    {
        // Readers go on elsewhere: the thread that publishes has other things to do.
        private readonly TaskCompletionSource _left = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Frame? Frame { get; } = frame;

        public Task Left => _left.Task;

        public void Leave() => _left.TrySetResult();
    }
}
