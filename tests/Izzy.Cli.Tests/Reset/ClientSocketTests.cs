using Izzy.Cli.Reset;
using Izzy.Heartbeat.Safety;

namespace Izzy.Cli.Tests.Reset;

public sealed class ClientSocketTests
{
    private static readonly TimeSpan s_asked = TimeSpan.FromHours(3);

    private int _resets;

    [Theory]
    [InlineData(ResetRefusal.None, "granted")]
    [InlineData(ResetRefusal.NoFreshBeats, "refused no-fresh-beats")]
    public void A_reset_gets_what_the_client_says(ResetRefusal refusal, string answer)
    {
        Assert.Equal(answer, Ask(ClientSocket.ResetLine(s_asked), s_asked + TimeSpan.FromSeconds(2), refusal));
        Assert.Equal(1, _resets);
    }

    [Fact]
    public void One_that_waited_until_its_asker_had_given_up_is_refused_and_not_carried_out()
    {
        Assert.Equal("refused just-resumed", Ask(ClientSocket.ResetLine(s_asked), s_asked + TimeSpan.FromSeconds(2.01)));
        Assert.Equal(0, _resets);
    }

    [Theory]
    [InlineData("name", "sofa")]
    [InlineData("reset", "unknown")]
    [InlineData("reset -1", "unknown")]
    [InlineData("reset 1 2", "unknown")]
    [InlineData("reset 99999999999999999999", "unknown")]
    [InlineData("", "unknown")]
    public void Nothing_else_resets(string line, string answer)
    {
        Assert.Equal(answer, Ask(line, s_asked));
        Assert.Equal(0, _resets);
    }

    private string Ask(string line, TimeSpan now, ResetRefusal refusal = ResetRefusal.None) => ClientSocket.Answer(
        "sofa",
        () =>
        {
            _resets++;
            return refusal;
        },
        () => now,
        line);
}
