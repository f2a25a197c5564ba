using Microsoft.Playwright;

// Four at once, before those that take turns in the browser: most of these wait, for processes or for a second to pass.
[assembly: CollectionBehavior(MaxParallelThreads = 4)]

namespace Izzy.Panel.Tests.Browser;

/// <summary>One demo at a time in one browser, after all other tests: these look at what a person sees in real time.</summary>
[CollectionDefinition(DisableParallelization = true)]
public sealed class InABrowser : ICollectionFixture<Chromium>;

/// <summary>Debian's Chromium, started once for those who share it.</summary>
public sealed class Chromium : IAsyncLifetime
{
    private const string Path = "/usr/bin/chromium";

    private IPlaywright? _playwright;
    private IBrowser? _browser;

    internal IBrowser Browser
    {
        get
        {
            Assert.SkipUnless(_browser is not null, $"Chromium is not installed at {Path}; as root, ./test.sh installs it.");
            return _browser;
        }
    }

    public async ValueTask InitializeAsync()
    {
        if (!File.Exists(Path))
            return;
        _playwright = await Playwright.CreateAsync();
        // Its sandbox needs a user that is not root; what it looks at is our own page.
        _browser = await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = Path, Args = ["--no-sandbox"] });
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
            await _browser.CloseAsync();
        _playwright?.Dispose();
    }
}
