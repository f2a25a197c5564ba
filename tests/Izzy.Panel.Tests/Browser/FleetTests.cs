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
        await desk.Until("document.querySelector('[data-testid=\"card-wagon\"]').dataset.lamp === 'ok'");
        Assert.DoesNotContain("is-old", await desk.Card("wagon").GetAttributeAsync("class"), StringComparison.Ordinal);

        // Off the network from second 8 to 14.
        await desk.Until("document.querySelector('[data-testid=\"card-wagon\"] [data-testid=card-state]').textContent === 'LOST'");
        var card = desk.Card("wagon");
        Assert.Contains("is-old", await card.GetAttributeAsync("class"), StringComparison.Ordinal);
        Assert.Contains("check power, Wi-Fi, firewall on port", await card.GetByTestId("card-check").InnerTextAsync(), StringComparison.Ordinal);
        Assert.All(await card.Locator("dd").AllInnerTextsAsync(), number => Assert.Equal("--", number));
        Assert.Contains("repeating-linear-gradient", await card.EvaluateAsync<string>("card => getComputedStyle(card).backgroundImage"), StringComparison.Ordinal);

        await desk.Until("document.querySelector('[data-testid=\"card-wagon\"]').dataset.lamp === 'ok'");
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
        // One that slid under the hand just now is not meant.
        await desk.Page.WaitForTimeoutAsync(800);
        await over.GetByRole(AriaRole.Button).ClickAsync();
        await over.WaitForAsync(new() { State = WaitForSelectorState.Detached });
        desk.HadNoComplaint();
    }
}
