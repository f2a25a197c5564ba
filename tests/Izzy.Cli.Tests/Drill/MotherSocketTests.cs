using Izzy.Cli.Drill;
using Izzy.Heartbeat.Safety;

namespace Izzy.Cli.Tests.Drill;

/// <summary>What Mother answers at her socket, and that both sides of it understand each other.</summary>
public sealed class MotherSocketTests
{
    private static readonly TimeSpan s_now = TimeSpan.FromHours(5);

    private readonly Target _mother = new();
    private int _stops;

    [Fact]
    public void What_she_shows_comes_through_as_it_is()
    {
        var view = MotherView.FromJson(Ask("look"))!;
        Assert.Equal(_mother.View with { Izzies = view.Izzies }, view);
        Assert.Equal(_mother.View.Izzies, view.Izzies);
        Assert.DoesNotContain('\n', Ask("look"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("unknown")]
    [InlineData("""{"id":"00112233-4455-6677-8899-aabbccddeeff","izzies":null}""")]
    public void What_is_no_view_is_none(string answer) => Assert.Null(MotherView.FromJson(answer));

    [Fact]
    public void Every_answer_has_a_line_that_is_read_back()
    {
        DrillAnswer[] answers =
        [
            new DrillAnswer.Stopped(3), new DrillAnswer.AlreadyStopped(), new DrillAnswer.Granted(), new DrillAnswer.StoppedAgain(),
            new DrillAnswer.Refused(ResetRefusal.NotConfirmed), new DrillAnswer.None(),
        ];
        Assert.All(answers, answer => Assert.Equal(answer, DrillAnswer.FromLine(answer.ToLine())));
        Assert.All((string?[])[null, "", "granted!", "stopped", "stopped -1", "stopped 1x", "refused", "refused so"], line => Assert.IsType<DrillAnswer.None>(DrillAnswer.FromLine(line)));
    }

    [Fact]
    public void A_stop_at_her_socket_is_the_operators()
    {
        Assert.Equal("stopped", Ask("stop"));
        Assert.Equal((1, 0), (_stops, _mother.Stops));
        Assert.Equal("stopped 8", Ask("drill-stop"));
        Assert.Equal((1, 1), (_stops, _mother.Stops));
    }

    [Fact]
    public void A_drills_reset_names_its_stop()
    {
        Assert.Equal("granted", Ask(MotherSocket.ResetLine(8, s_now)));
        Assert.Equal([8], _mother.Resets);
    }

    [Fact]
    public void A_request_that_waited_while_Mother_stood_still_resets_nothing()
    {
        Assert.Equal("refused just-resumed", Ask(MotherSocket.ResetLine(8, s_now - TimeSpan.FromSeconds(2.1))));
        Assert.Empty(_mother.Resets);
    }

    [Theory]
    [InlineData("reset")]
    [InlineData("drill-reset")]
    [InlineData("drill-reset 8")]
    [InlineData("drill-reset 8 x")]
    [InlineData("drill-reset -8 1")]
    [InlineData("RESET")]
    [InlineData("")]
    public void Nothing_else_resets(string line)
    {
        Assert.Equal("unknown", Ask(line));
        Assert.Empty(_mother.Resets);
    }

    [Fact]
    public void Her_socket_stands_beside_her_state() => Assert.Equal("mother-9001-9000.sock", MotherSocket.FileName(9001, 9000));

    private string Ask(string line) => MotherSocket.Answer(Samples.Mother, _mother, () => _stops++, () => s_now, line);

    private sealed class Target : IDrillTarget
    {
        public MotherView View { get; } = new DrillStage().View with { StopCause = StopCause.LocalStop };

        public int Stops { get; private set; }

        public List<int> Resets { get; } = [];

        public MotherView Look() => View;

        public DrillAnswer Stop()
        {
            Stops++;
            return new DrillAnswer.Stopped(8);
        }

        public DrillAnswer Reset(int request)
        {
            Resets.Add(request);
            return new DrillAnswer.Granted();
        }
    }
}
