using System.Net;
using System.Net.Http.Json;

namespace Izzy.Panel.Tests.Endpoints;

public sealed class PanelServerTests : IDisposable
{
    private const string Far = "192.0.2.7";

    private readonly PanelRig _rig = new();

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task The_page_is_there_and_every_answer_forbids_what_a_page_does_not_need()
    {
        foreach (var path in (string[])["/", "/api/session", "/nothing", "/api/stop"])
        {
            using var answer = await _rig.Http.GetAsync(path, PanelRig.Cancellation);
            Assert.Contains("default-src 'none'", answer.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
            Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
            Assert.Equal("same-origin", answer.Headers.GetValues("Referrer-Policy").Single());
            Assert.True(answer.Headers.CacheControl!.NoStore);
            Assert.Empty(answer.Headers.Server);
        }

        Assert.Contains("STOP ALL (software stop)", Izzy.Panel.Pages.PlainPage.Stopped, StringComparison.Ordinal);
        using var page = await _rig.Http.GetAsync("/", PanelRig.Cancellation);
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        Assert.Equal("text/html", page.Content.Headers.ContentType!.MediaType);
    }

    [Theory]
    [InlineData("GET", "/nothing", HttpStatusCode.NotFound)]
    [InlineData("GET", "/../../etc/passwd", HttpStatusCode.NotFound)]
    [InlineData("GET", "/%2e%2e/Izzy.Panel.dll", HttpStatusCode.NotFound)]
    [InlineData("GET", "/api/stop", HttpStatusCode.MethodNotAllowed)]
    [InlineData("POST", "/api/stream", HttpStatusCode.MethodNotAllowed)]
    [InlineData("DELETE", "/", HttpStatusCode.MethodNotAllowed)]
    public async Task What_is_not_there_is_404_and_a_wrong_method_405(string method, string path, HttpStatusCode expected)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        using var answer = await _rig.Http.SendAsync(request, PanelRig.Cancellation);
        Assert.Equal(expected, answer.StatusCode);
        Assert.False(_rig.Mother.IsStopped);
    }

    [Fact]
    public async Task A_body_that_is_too_long_is_refused()
    {
        using var content = new StringContent(new string(' ', 100_000));
        using var answer = await _rig.Http.PostAsync("/api/reset", content, PanelRig.Cancellation);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
    }

    [Fact]
    public async Task A_name_that_is_not_this_machines_is_misdirected()
    {
        _rig.Http.DefaultRequestHeaders.Host = "evil.example";
        using var answer = await _rig.Http.PostAsync("/api/stop", null, PanelRig.Cancellation);
        Assert.Equal(HttpStatusCode.MisdirectedRequest, answer.StatusCode);
        Assert.False(_rig.Mother.IsStopped);
    }

    [Fact]
    public async Task From_elsewhere_the_stream_the_events_and_a_reset_need_the_token_and_have_all_with_it()
    {
        var far = _rig.Client(Far);
        var seen = new { alarms = new[] { new { key = "a", since = DateTimeOffset.UnixEpoch } } };
        foreach (var path in (string[])["/api/stream", "/api/events", "/api/events.csv"])
            Assert.Equal(HttpStatusCode.Unauthorized, await Status(far.GetAsync(path, PanelRig.Cancellation)));
        Assert.Equal(HttpStatusCode.Unauthorized, await Status(far.PostAsJsonAsync("/api/reset", new { stop = 1 }, PanelRig.Cancellation)));
        Assert.Equal(HttpStatusCode.Unauthorized, await Status(far.PostAsJsonAsync("/api/acknowledge", seen, PanelRig.Cancellation)));
        Assert.Equal((false, false, false), await Rights(far));

        Assert.Equal(HttpStatusCode.NoContent, await Login(far, "break-a-leg"));
        Assert.Equal((true, true, false), await Rights(far));
        Assert.Equal(HttpStatusCode.OK, await Status(far.GetAsync("/api/events", PanelRig.Cancellation)));
        Assert.Equal(HttpStatusCode.Conflict, await Status(far.PostAsJsonAsync("/api/reset", new { stop = 1 }, PanelRig.Cancellation)));
        Assert.Equal(HttpStatusCode.NotFound, await Status(far.PostAsJsonAsync("/api/acknowledge", seen, PanelRig.Cancellation)));
        Assert.Equal((false, false, false), await Rights(_rig.Client(Far)));
    }

    [Fact]
    public async Task The_session_is_a_cookie_that_no_script_and_no_other_site_gets()
    {
        using var answer = await _rig.Client(Far).PostAsJsonAsync("/api/login", new { token = "break-a-leg" }, PanelRig.Cancellation);
        var cookie = answer.Headers.GetValues("Set-Cookie").Single();
        foreach (var part in (string[])[$"izzy-{_rig.Url.Port}=", "httponly", "samesite=strict", "path=/"])
            Assert.Contains(part, cookie, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_wrong_token_is_refused_told_and_slowed_even_for_the_right_one()
    {
        var far = _rig.Client(Far);
        Assert.Equal(HttpStatusCode.Unauthorized, await Login(far, "break-an-arm"));
        Assert.Contains(Far, Assert.Single(_rig.Told), StringComparison.Ordinal);
        using var again = await far.PostAsJsonAsync("/api/login", new { token = "break-a-leg" }, PanelRig.Cancellation);
        Assert.Equal(HttpStatusCode.TooManyRequests, again.StatusCode);
        Assert.NotNull(again.Headers.RetryAfter);
        Assert.Equal(HttpStatusCode.NoContent, await Login(_rig.Client("192.0.2.8"), "break-a-leg"));
    }

    [Fact]
    public async Task On_this_machine_nothing_is_needed() => Assert.Equal((true, true, true), await Rights(_rig.Http));

    [Fact]
    public async Task Health_says_that_she_lives_and_is_ready()
    {
        await _rig.WaitFor(_ => true);
        using var live = await _rig.Http.GetAsync("/healthz/live", PanelRig.Cancellation);
        Assert.Equal("alive", (await PanelRig.Json(live)).GetProperty("status").GetString());
        using var ready = await _rig.Http.GetAsync("/healthz/ready", PanelRig.Cancellation);
        Assert.Equal("ready", (await PanelRig.Json(ready)).GetProperty("status").GetString());
    }

    [Fact]
    public async Task A_Mother_who_was_not_started_is_neither_alive_nor_ready()
    {
        using var rig = new PanelRig(starts: false);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await Status(rig.Http.GetAsync("/healthz/live", PanelRig.Cancellation)));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await Status(rig.Http.GetAsync("/healthz/ready", PanelRig.Cancellation)));
    }

    [Fact]
    public void A_port_that_is_taken_is_told_and_changes_nothing_for_Mother()
    {
        var taken = Assert.Throws<PanelStartException>(() => PanelServer.Start(_rig.Mother, new PanelOptions { Url = _rig.Panel.Urls[0] }));
        Assert.Contains("is taken", taken.Message, StringComparison.Ordinal);
        Assert.Contains("--panel", taken.ToDo, StringComparison.Ordinal);
        Assert.False(_rig.Mother.IsStopped);
    }

    [Fact]
    public void An_address_that_is_not_this_machines_is_told() =>
        Assert.Contains("192.0.2.1", Assert.Throws<PanelStartException>(() => PanelServer.Start(_rig.Mother, new PanelOptions { Url = "http://192.0.2.1:0" })).Message, StringComparison.Ordinal);

    [Fact]
    public void A_name_that_is_not_this_machines_is_told_at_the_start_and_not_before()
    {
        using var panel = new PanelServer(_rig.Mother, new PanelOptions { Url = "http://something.invalid:0" });
        Assert.False(panel.IsReachableFromElsewhere);
        var unknown = Assert.Throws<PanelStartException>(panel.Start);
        Assert.Contains("something.invalid", unknown.Message, StringComparison.Ordinal);
        Assert.Contains("--panel", unknown.ToDo, StringComparison.Ordinal);
        Assert.False(_rig.Mother.IsStopped);
    }

    private static async Task<HttpStatusCode> Login(HttpClient client, string token) => await Status(client.PostAsJsonAsync("/api/login", new { token }, PanelRig.Cancellation));

    private static async Task<(bool CanView, bool CanReset, bool IsLocal)> Rights(HttpClient client)
    {
        using var answer = await client.GetAsync("/api/session", PanelRig.Cancellation);
        var rights = await PanelRig.Json(answer);
        return (rights.GetProperty("canView").GetBoolean(), rights.GetProperty("canReset").GetBoolean(), rights.GetProperty("isLocal").GetBoolean());
    }

    private static async Task<HttpStatusCode> Status(Task<HttpResponseMessage> answering)
    {
        using var answer = await answering;
        return answer.StatusCode;
    }
}
