using System.Text.RegularExpressions;

namespace Izzy.Network.Tests.Processes;

/// <summary>The panel of a running program, and what becomes of a Mother whose panel cannot start.</summary>
public sealed partial class PanelTests
{
    [Fact]
    public async Task The_demo_prints_where_its_panel_is_and_a_stop_from_there_stops_it()
    {
        using var demo = IzzyProcess.Start("demo", "--json", "--izzies", "2", "--panel", "http://127.0.0.1:0");
        demo.WaitFor("beating");
        using var browser = new HttpClient();
        using var answer = await Press(browser, demo);
        Assert.True(answer.IsSuccessStatusCode);
        demo.WaitFor("stopped");
        demo.WaitFor("stop-confirmed", after: 1);
    }

    [Fact]
    public void A_second_one_at_the_same_address_says_so_in_two_lines_and_beats_all_the_same()
    {
        using var rig = new Rig();
        using var first = IzzyProcess.Start("demo", "--json", "--izzies", "1", "--panel", "http://127.0.0.1:0");
        var address = Address(first);
        using var mother = rig.Mother("--panel", address);
        using var client = rig.Client("sofa");
        client.WaitFor("connected");
        Assert.True(SpinWait.SpinUntil(() => mother.Errors.Count >= 2, IzzyProcess.Patience));
        Assert.Contains("is taken", mother.Errors[0], StringComparison.Ordinal);
        mother.Type("quit");
        Assert.Equal(0, mother.WaitForExit());
        Assert.Equal(2, mother.Errors.Count);
    }

    [Fact]
    public void A_name_that_stands_for_nothing_says_so_in_two_lines_and_she_beats_all_the_same()
    {
        using var rig = new Rig();
        using var mother = rig.Mother("--panel", "http://something.invalid:5170");
        mother.WaitFor("beating");
        using var client = rig.Client("sofa");
        client.WaitFor("connected");
        Assert.True(SpinWait.SpinUntil(() => mother.Errors.Count >= 2, IzzyProcess.Patience));
        Assert.Contains("something.invalid", mother.Errors[0], StringComparison.Ordinal);
        Assert.Contains("--no-panel", mother.Errors[1], StringComparison.Ordinal);
        mother.Type("quit");
        Assert.Equal(0, mother.WaitForExit());
        Assert.Equal(2, mother.Errors.Count);
    }

    [Fact]
    public void A_robots_client_never_loads_the_web_server()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "What a process has loaded is read from /proc.");
        using var rig = new Rig();
        using var client = rig.Client("sofa");
        client.WaitFor("waiting");
        using var demo = IzzyProcess.Start("demo", "--json", "--izzies", "1", "--panel", "http://127.0.0.1:0");
        Address(demo);
        Assert.Contains("Kestrel", Loaded(demo), StringComparison.Ordinal);
        Assert.DoesNotContain("Kestrel", Loaded(client), StringComparison.Ordinal);
        Assert.DoesNotContain("Izzy.Panel", Loaded(client), StringComparison.Ordinal);
    }

    /// <summary>The address is told only once the panel listens there. If nobody does, what became of the program is the question.</summary>
    private static async Task<HttpResponseMessage> Press(HttpClient browser, IzzyProcess izzy)
    {
        var address = Address(izzy);
        try
        {
            return await browser.PostAsync(new Uri($"{address}/api/stop"), null, TestContext.Current.CancellationToken);
        }
        catch (HttpRequestException refused)
        {
            // What a program says last is read a moment after it ended.
            var fate = izzy.HasExited ? $"ended with exit code {izzy.WaitForExit()}" : "still runs";
            throw new Xunit.Sdk.XunitException($"{address} did not answer: {refused.Message} The program {fate}.\n{izzy.Said()}", refused);
        }
    }

    private static string Loaded(IzzyProcess izzy) => File.ReadAllText($"/proc/{izzy.Pid}/maps");

    private static string Address(IzzyProcess izzy)
    {
        Assert.True(SpinWait.SpinUntil(() => izzy.Errors.Count > 0, IzzyProcess.Patience), $"No line about a panel came.\n{izzy.Said()}");
        var line = PanelLine().Match(izzy.Errors[0]);
        Assert.True(line.Success, $"The first line is not about a panel.\n{izzy.Said()}");
        return line.Groups[1].Value;
    }

    [GeneratedRegex("^Panel: (http://127.0.0.1:[0-9]+)$")]
    private static partial Regex PanelLine();
}
