using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.Playwright;

namespace Izzy.Panel.Tests.Browser;

/// <summary>The page in a browser, as the operator has it, and all that the browser complained about.</summary>
internal sealed class Desk : IAsyncDisposable
{
    /// <summary>Long, for a busy machine: what is waited for comes, or the test has failed anyway.</summary>
    public const float Patience = 20_000;

    private readonly IBrowserContext _context;
    private readonly ConcurrentQueue<string> _complaints = [];

    private Desk(IBrowserContext context, IPage page) => (_context, Page) = (context, page);

    public IPage Page { get; }

    /// <summary>What the browser itself says of a call that a test means to be refused, or of a Mother that a test killed.</summary>
    public bool ExpectsRefusals { get; set; }

    public IReadOnlyList<string> Complaints => [.. _complaints.Where(each => !(ExpectsRefusals && each.Contains("Failed to load resource", StringComparison.Ordinal)))];

    /// <param name="browser">In which.</param>
    /// <param name="url">Where Mother's panel is.</param>
    /// <param name="width">Of the page, in pixels.</param>
    /// <param name="height">Of the page, in pixels.</param>
    /// <param name="script">JavaScript that runs before the page's own, or null.</param>
    /// <param name="hasTouch">Whether it takes fingers.</param>
    public static async Task<Desk> Open(
        IBrowser browser, string url, int width = 1440, int height = 900, string? script = null, bool hasTouch = false)
    {
        var context = await browser.NewContextAsync(new() { ViewportSize = new() { Width = width, Height = height }, HasTouch = hasTouch });
        if (script is not null)
            await context.AddInitScriptAsync(script);
        var desk = new Desk(context, await context.NewPageAsync());
        desk.Page.SetDefaultTimeout(Patience);
        desk.Page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
                desk._complaints.Enqueue(message.Text);
        };
        desk.Page.PageError += (_, error) => desk._complaints.Enqueue(error);
        await desk.Page.GotoAsync(url);
        return desk;
    }

    /// <summary>A script by which each snapshot goes through a JavaScript function, which may change it, before the page gets it.</summary>
    public static string Changing(string function) => $$"""
        window.EventSource = class extends EventSource {
          set onmessage(take) {
            super.onmessage = message => {
              const snapshot = JSON.parse(message.data);
              ({{function}})(snapshot);
              take({ data: JSON.stringify(snapshot) });
            };
          }
        };
        """;

    public ILocator At(string testId) => Page.GetByTestId(testId);

    public ILocator Card(string name) => At($"card-{name}");

    public Task<string> Text(string testId) => At(testId).InnerTextAsync();

    /// <summary>
    /// Waits until the page is as this JavaScript expression says. Asked from outside, again and again: to wait within the page, Playwright
    /// would evaluate a string there, which the page's policy forbids.
    /// </summary>
    public async Task Until(string expression)
    {
        var since = Stopwatch.StartNew();
        while (!await Page.EvaluateAsync<bool>(expression))
        {
            if (since.Elapsed.TotalMilliseconds > Patience)
                throw new Xunit.Sdk.XunitException($"Not within {since.Elapsed.TotalSeconds:0} s: {expression}\nThe page:\n{await Page.Locator("body").InnerTextAsync()}\nComplaints:\n{string.Join('\n', Complaints)}");
            await Task.Delay(30, TestContext.Current.CancellationToken);
        }
    }

    public Task UntilLive() => Until("!document.body.classList.contains('is-stale')");

    /// <summary>What this JavaScript expression gives on a live page, in one look: on a busy machine a late snapshot empties between two what is old by then.</summary>
    public async Task<T> WhileLive<T>(string expression)
        where T : class
    {
        while (true)
        {
            await UntilLive();
            if (await Page.EvaluateAsync<T?>($"document.body.classList.contains('is-stale') ? null : {expression}") is { } seen)
                return seen;
        }
    }

    /// <summary>
    /// Holds Reset for as long as a person must, by the mouse or by Enter, and again if the page withdrew it: on a busy machine a
    /// snapshot comes late now and then, and a hold needs fresh data from its beginning to its end.
    /// </summary>
    public async Task ResetByHolding(bool byEnter = false)
    {
        for (var attempt = 0; attempt < 6; attempt++)
        {
            await Until("document.getElementById('reset-box').hidden || document.getElementById('reset').getAttribute('aria-disabled') === 'false'");
            if (!await At("reset").IsVisibleAsync())
                return;
            await (byEnter ? At("reset").FocusAsync() : At("reset").HoverAsync());
            await (byEnter ? Page.Keyboard.DownAsync("Enter") : Page.Mouse.DownAsync());
            await Page.WaitForTimeoutAsync(1900);
            await (byEnter ? Page.Keyboard.UpAsync("Enter") : Page.Mouse.UpAsync());
            await Page.WaitForTimeoutAsync(600);
        }

        await Until("document.getElementById('reset-box').hidden");
    }

    /// <summary>Nothing on this page was an error, to the browser or to its policy.</summary>
    public void HadNoComplaint() => Assert.Empty(Complaints);

    public async ValueTask DisposeAsync() => await _context.CloseAsync();
}
