namespace Izzy.Heartbeat.Threads;

/// <summary>
/// Who is known, in the order in which they were found, for those who must wait for nobody, or whom nobody must wait for: the
/// listener writes, and the beat and whoever shows it read, without a lock between them.
/// </summary>
internal sealed class Roster<T>
    where T : class
{
    private Page _page = new([], 0);

    /// <summary>All of them, as of now.</summary>
    public ReadOnlySpan<T> All
    {
        get
        {
            var page = Volatile.Read(ref _page);
            return page.Members.AsSpan(0, page.Count);
        }
    }

    /// <summary>One is known from now on. Called by one thread at a time.</summary>
    public void Add(T member)
    {
        var (members, count) = _page;
        // Who reads now sees no further than the count that it has read, so that the free end can be written to.
        if (count == members.Length)
            Array.Resize(ref members, Math.Max(16, 2 * count));
        members[count] = member;
        Volatile.Write(ref _page, new(members, count + 1));
    }

    /// <summary>One is struck from the list. Called by one thread at a time.</summary>
    public void Remove(T member)
    {
        T[] left = [.. All.ToArray().Where(other => other != member)];
        Volatile.Write(ref _page, new(left, left.Length));
    }

    private sealed record Page(T[] Members, int Count);
}
