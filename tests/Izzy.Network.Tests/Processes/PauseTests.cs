using System.Diagnostics;
using System.Text.Json;

namespace Izzy.Network.Tests.Processes;

/// <summary>
/// Two hundred pauses of real processes, from half the limit to ten limits: a naive watchdog takes the beats that queued up
/// meanwhile for fresh ones and misses some of them. Forty clients stand at once, each for another time.
/// </summary>
[Collection(typeof(Alone))]
public sealed class PauseTests : IDisposable
{
    private const int Clients = 40;
    private const int Rounds = 5;

    private static readonly TimeSpan s_limit = TimeSpan.FromMilliseconds(200);

    // Around the limit it depends on a beat more or less on either side of the pause whether it was too long.
    private static readonly TimeSpan s_boundary = TimeSpan.FromMilliseconds(20);

    // A client looks at the clock once a tick, T / 4, at least: that much longer a pause may seem to it.
    private static readonly TimeSpan s_tick = s_limit / 4;

    private readonly Rig _rig = new();
    private readonly List<Rig> _ports = [.. Enumerable.Range(0, Clients).Select(_ => new Rig())];
    private readonly List<IzzyProcess> _clients;
    private readonly IzzyProcess _mother;

    public PauseTests()
    {
        var targets = _ports.SelectMany(port => new[] { "--to", $"127.0.0.1:{port.ToClient}" });
        _mother = IzzyProcess.Start(
            ["mother", "--json", "--state", _rig.State, "--interval", "20ms", "--from-client-port", $"{_rig.FromClient}", "--to-client-port", $"{_rig.ToClient}", .. targets]);
        _clients = [.. _ports.Select((port, i) => IzzyProcess.Start(
            "client", "--json", "--name", $"izzy-{i}", "--state", port.State, "--limit", "200ms",
            "--to-client-port", $"{port.ToClient}", "--from-client-port", $"{_rig.FromClient}"))];
    }

    public void Dispose()
    {
        _clients.ForEach(client => client.Dispose());
        _mother.Dispose();
        _ports.ForEach(port => port.Dispose());
        _rig.Dispose();
    }

    [Fact]
    public void Of_two_hundred_pauses_each_longer_than_the_limit_stops_and_a_reset_typed_meanwhile_is_refused()
    {
        foreach (var client in _clients)
            client.WaitFor("connected");
        var seen = new List<Seen>();
        // 0.5 T to 10 T in two hundred steps, in an order that gives each round short and long ones.
        for (var round = 0; round < Rounds; round++)
            seen.AddRange(PauseAll([.. Enumerable.Range(0, Clients).Select(i => s_limit * (0.5 + (9.5 * ((i * Rounds) + round) / ((Clients * Rounds) - 1))))]));

        Assert.Equal(Clients * Rounds, seen.Count);
        var longer = seen.Where(pause => pause.Lasted > s_limit + s_boundary).ToList();
        var shorter = seen.Where(pause => pause.Lasted < s_limit).ToList();
        Timings.Say($"pauses of a client: {longer.Count} longer than T stopped it, {longer.Count(pause => pause.Frozen)} of them as frozen; "
            + $"of {shorter.Count} shorter than T, {shorter.Count(pause => pause.Frozen)} were longer for the client than for us");
    }

    private List<Seen> PauseAll(IReadOnlyList<TimeSpan> pauses)
    {
        foreach (var client in _clients)
            client.Permit();
        var before = _clients.ConvertAll(client => client.Events.Count);
        var frozen = new (long At, DateTimeOffset Time)[Clients];
        for (var i = 0; i < Clients; i++)
        {
            frozen[i] = (0, DateTimeOffset.UtcNow);
            Signals.Freeze(_clients[i].Pid);
            frozen[i].At = Stopwatch.GetTimestamp();
        }

        var lasted = new TimeSpan[Clients];
        foreach (var i in Enumerable.Range(0, Clients).OrderBy(i => pauses[i] + Stopwatch.GetElapsedTime(0, frozen[i].At)))
        {
            var left = pauses[i] - Stopwatch.GetElapsedTime(frozen[i].At);
            if (left > TimeSpan.Zero)
                Thread.Sleep(left);
            _clients[i].Type("reset");
            lasted[i] = Stopwatch.GetElapsedTime(frozen[i].At);
            Signals.Thaw(_clients[i].Pid);
        }

        for (var i = 0; i < Clients; i++)
            _clients[i].WaitForAny(before[i], "reset-refused", "permitted");
        Thread.Sleep(300);
        return [.. Enumerable.Range(0, Clients).Select(i => Judge([.. _clients[i].Events.Skip(before[i])], lasted[i], frozen[i].Time))];
    }

    private static Seen Judge(List<JsonElement> since, TimeSpan lasted, DateTimeOffset frozenAt)
    {
        var story = string.Join('\n', since);
        // Two ticks are ordinary lateness; after a longer pause the request is older than it, whether that stopped the client or not.
        if (lasted > (2 * s_tick) + s_boundary)
            Assert.DoesNotContain(since, Is("permitted"));
        if (lasted > s_limit + s_boundary)
        {
            // Or it had stopped before, because the machine was busy; then the reset was refused for another reason.
            Assert.True(since.Exists(Is("stopped")) || since.Exists(happened => Is("reset-refused")(happened) && Reason(happened) != "not-stopped"), $"A pause of {lasted} did not stop it.\n{story}");
        }

        // Events have whole milliseconds.
        var asFrozen = since.Find(happened => Is("stopped")(happened) && happened.GetProperty("cause").GetString() == "frozen"
            && happened.GetProperty("time").GetDateTimeOffset() >= frozenAt.AddMilliseconds(-1));
        var frozen = asFrozen.ValueKind != JsonValueKind.Undefined;
        // A busy machine may let it stand for longer than we did; then it says so later.
        if (frozen)
            Assert.True(asFrozen.GetProperty("time").GetDateTimeOffset() - frozenAt + s_tick > s_limit, $"A pause of {lasted} was taken for one longer than the limit.\n{story}");
        return new Seen(lasted, frozen);
    }

    private static string? Reason(JsonElement refused) => refused.GetProperty("reason").GetString();

    private static Predicate<JsonElement> Is(string name) => happened => IzzyProcess.Name(happened) == name;

    private readonly record struct Seen(TimeSpan Lasted, bool Frozen);
}
