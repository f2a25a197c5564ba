using Izzy.Panel.Stream;

namespace Izzy.Panel.Tests.Stream;

public sealed class FrameSlotTests
{
    private readonly FrameSlot _slot = new();

    [Fact]
    public async Task Who_waits_gets_the_next_frame()
    {
        var waiting = _slot.After(0, TestContext.Current.CancellationToken).AsTask();
        Assert.False(waiting.IsCompleted);
        Publish(1);
        Assert.Equal(1, (await waiting).Number);
    }

    [Fact]
    public async Task Who_was_slow_gets_the_newest_and_none_between()
    {
        Publish(1, 2, 3);
        Assert.Equal(3, (await _slot.After(1, TestContext.Current.CancellationToken)).Number);
        Assert.False(_slot.After(3, TestContext.Current.CancellationToken).AsTask().IsCompleted);
    }

    [Fact]
    public async Task Everyone_who_waits_gets_it()
    {
        var waiting = Enumerable.Range(0, 100).Select(_ => _slot.After(0, TestContext.Current.CancellationToken).AsTask()).ToList();
        Publish(1);
        Assert.All(await Task.WhenAll(waiting), frame => Assert.Equal(1, frame.Number));
    }

    [Fact]
    public async Task Who_went_away_waits_no_longer()
    {
        using var gone = new CancellationTokenSource();
        var waiting = _slot.After(0, gone.Token).AsTask();
        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await waiting);
    }

    private void Publish(params long[] numbers)
    {
        foreach (var number in numbers)
            _slot.Publish(new Frame(number, ReadOnlyMemory<byte>.Empty));
    }
}
