using Microsoft.Playwright;

namespace Izzy.Panel.Tests.Browser;

/// <summary>The demo as it goes, which is mostly to wait for it: so beside tests that need no browser, and in a browser of its own.</summary>
public sealed class FleetTests(Chromium chromium) : IClassFixture<Chromium>
{
    private static readonly string[] s_fleet = ["Türbühne", "sofa-left", "sofa-right", "throne", "tree", "wagon"];

    [Fact]
    public async Task The_demos_fleet_appears_and_one_that_is_lost_turns_grey_with_the_reason_and_returns()
    {
        var browser = chromium.Browser;
        using var panel = await PanelProcess.Start();
        await using var desk = await Desk.Open(browser, panel.Url);
        await desk.UntilLive();
        foreach (var name in s_fleet)
            await desk.Card(name).WaitForAsync();
        // Each in one look: a late snapshot takes from the page what was there in the look before. Where it took long to get here, it is lost already.
        const string wagon = "document.querySelector('[data-testid=\"card-wagon\"]')";
        const string isWell = $"({wagon}.dataset.lamp === 'ok' && !{wagon}.classList.contains('is-old'))";
        const string isLost = $"{wagon}.querySelector('[data-testid=card-state]').textContent === 'LOST'";
        await desk.Until($"{isWell} || {isLost}");

        // Off the network from second 8 to 14.
        await desk.Until($"""
            {isLost} && {wagon}.classList.contains('is-old')
              && {wagon}.querySelector('[data-testid=card-check]').textContent.includes('check power, Wi-Fi, firewall on port')
              && [...{wagon}.querySelectorAll('dd')].every(number => number.textContent === '--')
              && getComputedStyle({wagon}).backgroundImage.includes('repeating-linear-gradient')
            """);

        await desk.Until(isWell);
        await desk.Until("document.querySelector('[data-testid=log]').textContent.includes('izzy-lost')");

        // That it was lost stays until a person has seen it.
        await desk.Page.Locator("#alarm-all").ClickAsync();
        var over = desk.Page.Locator("#alarm-list li[data-state=cleared]", new() { HasTextRegex = new("wagon .* last heard") });
        // As another page would that saw an earlier one of the same key.
        var keys = await desk.Page.EvaluateAsync<string[]>("""
            () => new Promise(done => {
              const source = new EventSource('api/stream');
              source.onmessage = message => { source.close(); done(JSON.parse(message.data).alarms.map(({ key }) => key)); };
            })
            """);
        Assert.Contains(keys, key => key.StartsWith("lost:", StringComparison.Ordinal));
        var earlier = new { alarms = keys.Select(key => new { key, since = "2026-01-01T00:00:00.000Z" }) };
        Assert.Equal(404, (await desk.Page.APIRequest.PostAsync($"{panel.Url}api/acknowledge", new() { DataObject = earlier })).Status);
        // One that slid under the hand just now is not meant: then it is pressed again.
        for (var attempt = 0; attempt < 10; attempt++)
        {
            await desk.Page.WaitForTimeoutAsync(800);
            if (await over.CountAsync() == 0)
                break;
            await over.GetByRole(AriaRole.Button).ClickAsync();
        }

        Assert.Equal(0, await over.CountAsync());
        desk.HadNoComplaint();
    }
}
