using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Izzy.Panel.Stream;

namespace Izzy.Panel.Tests.Endpoints;

public sealed class StreamTests : IDisposable
{
    private readonly PanelRig _rig = new();

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task Snapshots_come_again_and_again_though_nothing_changes_with_rising_numbers_of_one_boot()
    {
        var (numbers, boots) = (new List<long>(), new HashSet<string?>());
        await _rig.WaitFor(snapshot =>
        {
            numbers.Add(snapshot.GetProperty("seq").GetInt64());
            boots.Add(snapshot.GetProperty("boot").GetString());
            return numbers.Count == 10;
        });
        Assert.Equal(numbers.Distinct().Order(), numbers);
        Assert.Single(boots);
    }

    [Fact]
    public async Task An_IZZY_that_answers_has_a_round_trip()
    {
        _rig.AddIzzy("sofa");
        var snapshot = await _rig.WaitFor(snapshot => snapshot.GetProperty("izzies") is var izzies && izzies.GetArrayLength() == 1 && izzies[0].GetProperty("roundTripMs").ValueKind != System.Text.Json.JsonValueKind.Null);
        Assert.InRange(snapshot.GetProperty("izzies")[0].GetProperty("roundTripMs").GetDouble(), 0, 60);
    }

    [Fact]
    public async Task Who_did_not_read_finds_the_newest_behind_a_few_that_were_under_way_and_no_queue()
    {
        using var reader = await Open("/api/stream", receiveBuffer: 4096);
        // From here on the test alone publishes: as if a minute passed, far more than all buffers on the way hold.
        _rig.Panel.Panel.Dispose();
        var before = _rig.Panel.Panel.Slot.Newest!.Number;
        var padding = new string(' ', 8_000);
        const int published = 600;
        for (var i = 1; i <= published; i++)
        {
            _rig.Panel.Panel.Slot.Publish(new Frame(before + 100_000 + i, Encoding.ASCII.GetBytes($"id: {before + 100_000 + i}\ndata: {padding}\n\n")));
            // Turns enough for the stream to take it, if it had room.
            for (var turn = 0; turn < 20; turn++)
                await Task.Yield();
        }

        var seen = 0;
        var newest = before + 100_000 + published;
        while (await reader.ReadLineAsync(PanelRig.Cancellation) is { } line)
        {
            if (!line.StartsWith("id: ", StringComparison.Ordinal))
                continue;
            seen++;
            if (long.Parse(line["id: ".Length..], CultureInfo.InvariantCulture) >= newest)
                break;
        }

        Assert.InRange(seen, 1, 100);
    }

    [Fact]
    public async Task There_are_at_most_two_hundred_and_who_leaves_makes_room()
    {
        var open = await Task.WhenAll(Enumerable.Range(0, SnapshotStream.Most).Select(_ => Open("/api/stream")));
        using (var refused = await _rig.Http.GetAsync("/api/stream", HttpCompletionOption.ResponseHeadersRead, PanelRig.Cancellation))
        {
            Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
            Assert.NotNull(refused.Headers.RetryAfter);
        }

        // A stop still gets through.
        using (var stopped = await _rig.Http.PostAsync("/api/stop", null, PanelRig.Cancellation))
            Assert.Equal(HttpStatusCode.OK, stopped.StatusCode);
        foreach (var reader in open)
            reader.Dispose();
        Assert.True(SpinWait.SpinUntil(() => _rig.Panel.Streams.Open == 0, TimeSpan.FromSeconds(10)));
        await _rig.WaitFor(_ => true);
    }

    [Fact]
    public async Task The_events_before_the_panel_listened_are_there_too()
    {
        var last = (await _rig.WaitFor(snapshot => snapshot.GetProperty("lastEvent").GetInt64() > 0)).GetProperty("lastEvent").GetInt64();
        using var answer = await _rig.Http.GetAsync("/api/events?after=0", PanelRig.Cancellation);
        var json = await PanelRig.Json(answer);
        Assert.Equal("beating", json.GetProperty("events")[0].GetProperty("event").GetString());
        Assert.True(json.GetProperty("last").GetInt64() >= last);
        using var csv = await _rig.Http.GetAsync("/api/events.csv", PanelRig.Cancellation);
        Assert.Equal("text/csv", csv.Content.Headers.ContentType!.MediaType);
        Assert.Equal("attachment", csv.Content.Headers.ContentDisposition!.DispositionType);
    }

    // By hand, for a client that reads only when it is told to.
    private async Task<StreamReader> Open(string path, int? receiveBuffer = null)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        if (receiveBuffer is { } size)
            socket.ReceiveBufferSize = size;
        await socket.ConnectAsync(IPAddress.Loopback, _rig.Url.Port, PanelRig.Cancellation);
        await socket.SendAsync(Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"), PanelRig.Cancellation);
        var reader = new StreamReader(new NetworkStream(socket, ownsSocket: true), Encoding.ASCII, false, 128);
        while (await reader.ReadLineAsync(PanelRig.Cancellation) is { } line && !line.StartsWith("id: ", StringComparison.Ordinal))
        {
        }

        return reader;
    }
}
