using Microsoft.AspNetCore.Http;

namespace Izzy.Panel.Stream;

/// <summary>
/// Sends the newest snapshot to each browser that is open, again and again. One that does not take what is sent is dropped after some
/// seconds: it asks anew when it is back.
/// </summary>
/// <param name="slot">Where the newest is.</param>
/// <param name="patience">The longest time for one snapshot. A page says that it is stale long before.</param>
/// <param name="ending">The panel ends.</param>
internal sealed class SnapshotStream(FrameSlot slot, TimeSpan patience, CancellationToken ending)
{
    /// <summary>More than any crew has; each costs some kilobytes and ten writes a second.</summary>
    public const int Most = 200;

    private int _open;

    /// <summary>How many are open.</summary>
    public int Open => Volatile.Read(ref _open);

    /// <summary>Sends until the browser goes away.</summary>
    /// <returns>False if there are too many already; nothing was sent then.</returns>
    public async Task<bool> Send(HttpContext context)
    {
        if (Interlocked.Increment(ref _open) > Most)
        {
            Interlocked.Decrement(ref _open);
            return false;
        }

        try
        {
            context.Response.ContentType = "text/event-stream";
            await SendAll(context).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException)
        {
            // The browser went away, or did not take what was sent, or the panel ends.
            context.Abort();
        }
        finally
        {
            Interlocked.Decrement(ref _open);
        }

        return true;
    }

    private async Task SendAll(HttpContext context)
    {
        using var gone = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, ending);
        using var stalled = new CancellationTokenSource();
        using var either = CancellationTokenSource.CreateLinkedTokenSource(gone.Token, stalled.Token);
        // Only what is made from now on: the newest may be old, where the panel's thread stands still.
        for (var last = slot.Newest?.Number ?? 0; ;)
        {
            var frame = await slot.After(last, gone.Token).ConfigureAwait(false);
            last = frame.Number;
            stalled.CancelAfter(patience);
            // Returns once the connection has room again.
            await context.Response.BodyWriter.WriteAsync(frame.Bytes, either.Token).ConfigureAwait(false);
            stalled.CancelAfter(Timeout.InfiniteTimeSpan);
        }
    }
}
