namespace Izzy.Panel.Snapshots;

/// <summary>
/// The numbers that requests for a stop have on the page. They begin with the second in which this process started, so that a reset
/// that was meant for a Mother who is gone never fits a stop of the one who followed her.
/// </summary>
/// <param name="start">When this process started.</param>
internal sealed class StopNumbers(DateTimeOffset start)
{
    private readonly long _first = start.ToUnixTimeSeconds();

    /// <summary>The page's number of a request.</summary>
    public long Of(int request) => _first + request;

    /// <summary>The request that a number means; null if it can be none of this process.</summary>
    public int? RequestOf(long number) => number > _first && number - _first <= int.MaxValue ? (int)(number - _first) : null;
}
