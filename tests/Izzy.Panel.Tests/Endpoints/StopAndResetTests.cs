using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace Izzy.Panel.Tests.Endpoints;

public sealed class StopAndResetTests : IDisposable
{
    private readonly PanelRig _rig = new();

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task A_stop_is_latched_when_it_is_answered_and_asked_again_does_no_harm()
    {
        using var answer = await _rig.Http.PostAsJsonAsync("/api/stop", new { request = Guid.NewGuid() }, PanelRig.Cancellation);
        Assert.True(_rig.Mother.IsStopped);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var first = await PanelRig.Json(answer);
        Assert.True(first.GetProperty("isNew").GetBoolean());
        using var again = await _rig.Http.PostAsync("/api/stop", null, PanelRig.Cancellation);
        var second = await PanelRig.Json(again);
        Assert.False(second.GetProperty("isNew").GetBoolean());
        Assert.True(second.GetProperty("stop").GetInt64() > first.GetProperty("stop").GetInt64());
    }

    [Theory]
    [InlineData("")]
    [InlineData("no JSON at all")]
    [InlineData("{\"request\":")]
    public async Task A_stop_asks_nothing_of_its_body(string body)
    {
        using var content = new StringContent(body);
        using var answer = await _rig.Http.PostAsync("/api/stop", content, PanelRig.Cancellation);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.True(_rig.Mother.IsStopped);
    }

    [Fact]
    public async Task The_form_of_the_plain_page_stops_and_says_so_in_words()
    {
        using var content = new FormUrlEncodedContent([]);
        using var answer = await _rig.Http.PostAsync("/api/stop", content, PanelRig.Cancellation);
        Assert.True(_rig.Mother.IsStopped);
        Assert.Contains("latched in Mother", await answer.Content.ReadAsStringAsync(PanelRig.Cancellation), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stop_from_another_machine_needs_no_token()
    {
        using var answer = await _rig.Client(from: "192.0.2.7").PostAsync("/api/stop", null, PanelRig.Cancellation);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.True(_rig.Mother.IsStopped);
    }

    [Fact]
    public async Task A_stop_that_a_foreign_page_asks_for_is_none()
    {
        _rig.Http.DefaultRequestHeaders.Add("Origin", "http://evil.example");
        using var answer = await _rig.Http.PostAsync("/api/stop", null, PanelRig.Cancellation);
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.False(_rig.Mother.IsStopped);
    }

    [Fact]
    public async Task A_reset_of_the_stop_that_was_seen_is_granted_once_all_confirmed()
    {
        _rig.AddIzzy("sofa");
        await _rig.WaitFor(snapshot => snapshot.GetProperty("izzies").GetArrayLength() == 1);
        _rig.Mother.Stop();
        var seen = await _rig.WaitFor(snapshot => snapshot.GetProperty("mother").GetProperty("reset").GetProperty("isAllowed").GetBoolean());
        using var answer = await Reset(seen);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.False(_rig.Mother.IsStopped);
    }

    [Fact]
    public async Task A_reset_before_that_is_refused_with_the_reason_and_the_time()
    {
        _rig.Mother.Stop();
        var seen = await _rig.WaitFor(snapshot => snapshot.GetProperty("mother").GetProperty("isStopped").GetBoolean());
        Assert.Equal("not-confirmed", seen.GetProperty("mother").GetProperty("reset").GetProperty("reason").GetString());
        using var answer = await Reset(seen);
        Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
        var refused = await PanelRig.Json(answer);
        Assert.Equal("not-confirmed", refused.GetProperty("error").GetString());
        Assert.InRange(refused.GetProperty("waitMs").GetDouble(), 1, 3_000);
        Assert.True(_rig.Mother.IsStopped);
    }

    [Fact]
    public async Task A_reset_of_a_stop_that_another_one_followed_is_refused()
    {
        _rig.AddIzzy("sofa");
        await _rig.WaitFor(snapshot => snapshot.GetProperty("izzies").GetArrayLength() == 1);
        _rig.Mother.Stop();
        var seen = await _rig.WaitFor(snapshot => snapshot.GetProperty("mother").GetProperty("reset").GetProperty("isAllowed").GetBoolean());
        _rig.Mother.Stop();
        using var answer = await Reset(seen);
        Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
        Assert.Equal("another-stop", (await PanelRig.Json(answer)).GetProperty("error").GetString());
        Assert.True(_rig.Mother.IsStopped);
    }

    [Fact]
    public async Task A_reset_of_a_stop_of_another_Mothers_is_refused()
    {
        _rig.AddIzzy("sofa");
        await _rig.WaitFor(snapshot => snapshot.GetProperty("izzies").GetArrayLength() == 1);
        _rig.Mother.Stop();
        var seen = await _rig.WaitFor(snapshot => snapshot.GetProperty("mother").GetProperty("reset").GetProperty("isAllowed").GetBoolean());
        using var answer = await Reset(seen, boot: Guid.NewGuid());
        Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
        var refused = await PanelRig.Json(answer);
        Assert.Equal("another-mother", refused.GetProperty("error").GetString());
        Assert.Contains("started again", refused.GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.True(_rig.Mother.IsStopped);
    }

    [Theory]
    [InlineData("")]
    [InlineData("no JSON")]
    [InlineData("null")]
    [InlineData("{\"stop\":\"one\"}")]
    public async Task A_reset_that_does_not_say_which_stop_was_seen_is_refused(string body)
    {
        _rig.Mother.Stop();
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var answer = await _rig.Http.PostAsync("/api/reset", content, PanelRig.Cancellation);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.True(_rig.Mother.IsStopped);
    }

    private Task<HttpResponseMessage> Reset(JsonElement seen, Guid? boot = null) => _rig.Http.PostAsJsonAsync(
        "/api/reset", new { boot = boot ?? seen.GetProperty("boot").GetGuid(), stop = seen.GetProperty("mother").GetProperty("stop").GetInt64() }, PanelRig.Cancellation);
}
