using Izzy.Heartbeat.Protocol;

namespace Izzy.Heartbeat.Tests.Scenarios;

/// <summary>A fleet that does not answer all at once.</summary>
public class AnswerSpreadScenarios
{
    private const int Fleet = 40;
    private const int Spread = 100;

    private readonly Stage _stage = new();
    private readonly StageMother _mother;
    private readonly List<StageIzzy> _izzies;

    public AnswerSpreadScenarios()
    {
        _mother = _stage.AddMother();
        _izzies = [.. Enumerable.Range(0, Fleet).Select(_ => _stage.AddIzzy(spread: Spread))];
        _stage.RunUntilPermitted(_izzies[^1]);
    }

    [Fact]
    public void Answers_fill_the_spread_and_go_no_further_and_each_IZZY_keeps_its_share_of_it()
    {
        var delays = _izzies.ToDictionary(izzy => izzy.Id, _ => new List<double>());
        double? beat = null;
        _stage.OnSent = sent =>
        {
            if (sent.Type == MessageType.Hello)
                beat = sent.Time.TotalMilliseconds;
            else if (beat is { } at)
                delays[sent.Sender].Add(sent.Time.TotalMilliseconds - at);
        };
        _stage.Run(2_000);

        // A step of this stage is a millisecond.
        Assert.All(delays.Values, each => Assert.InRange(each.Max() - each.Min(), 0, 2));
        Assert.All(delays.Values, each => Assert.InRange(each.Max(), 0, Spread + 2));
        Assert.All(Enumerable.Range(0, 4), quarter => Assert.InRange(delays.Values.Count(each => each[0] >= quarter * 25 && each[0] < (quarter + 1) * 25), 4, 20));
        Assert.Equal(0, _mother.Count<HeartbeatEvent.IzzyLate>() + _mother.Count<HeartbeatEvent.IzziesLate>());
    }

    [Fact]
    public void A_stop_is_confirmed_at_once_and_before_the_answers_that_wait()
    {
        // In the middle of a spread, when most answers wait.
        while (_stage.Sent[^1].Type != MessageType.Hello)
            _stage.Run(1);
        _stage.Run(5);
        var before = _stage.Sent.Count;
        _mother.Stop();
        _stage.Run(10);
        foreach (var izzy in _izzies)
        {
            var said = _stage.Sent.Skip(before).Where(sent => sent.Sender == izzy.Id).Select(sent => sent.Type).ToList();
            Assert.Contains(MessageType.Estop, said);
        }
    }
}
