using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.Playwright;

namespace Izzy.Panel.Tests.Browser;

/// <summary>
/// How long each task of a page's thread took, from Chromium's own trace. In the time that the thread had and not by the clock: how long it
/// waited for a busy machine says nothing about the page.
/// </summary>
internal sealed class TaskTimes
{
    private readonly ICDPSession _session;
    private readonly ConcurrentQueue<JsonElement> _events = new();
    private readonly TaskCompletionSource _isComplete = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private TaskTimes(ICDPSession session)
    {
        _session = session;
        session.Event("Tracing.dataCollected").OnEvent += (_, data) =>
        {
            foreach (var each in data!.Value.GetProperty("value").EnumerateArray())
                _events.Enqueue(each.Clone());
        };
        session.Event("Tracing.tracingComplete").OnEvent += (_, _) => _isComplete.TrySetResult();
    }

    public static async Task<TaskTimes> Begin(ICDPSession session)
    {
        var times = new TaskTimes(session);
        await session.SendAsync("Tracing.start", new Dictionary<string, object>
        {
            ["transferMode"] = "ReportEvents",
            ["traceConfig"] = new Dictionary<string, object>
            {
                ["includedCategories"] = new[] { "toplevel", "__metadata" },
                ["excludedCategories"] = new[] { "*" },
            },
        });
        return times;
    }

    /// <summary>Ends the trace.</summary>
    /// <returns>The longest task of a page's main thread, in that thread's own time.</returns>
    public async Task<TimeSpan> Longest()
    {
        await _session.SendAsync("Tracing.end");
        await _isComplete.Task.WaitAsync(TimeSpan.FromMilliseconds(Desk.Patience), TestContext.Current.CancellationToken);
        var pages = _events.Where(each => Name(each) == "thread_name" && Name(each.GetProperty("args")) == "CrRendererMain").Select(Thread).ToHashSet();
        var tasks = _events.Where(each => Name(each) == "ThreadControllerImpl::RunTask" && pages.Contains(Thread(each)));
        return TimeSpan.FromMicroseconds(tasks.Max(each => each.TryGetProperty("tdur", out var took) ? took.GetDouble() : 0));
    }

    private static string? Name(JsonElement happened) => happened.GetProperty("name").GetString();

    private static (int Process, int Thread) Thread(JsonElement happened) =>
        (happened.GetProperty("pid").GetInt32(), happened.GetProperty("tid").GetInt32());
}
