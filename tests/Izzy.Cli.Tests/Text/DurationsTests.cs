using Izzy.Cli.Text;

namespace Izzy.Cli.Tests.Text;

public class DurationsTests
{
    [Theory]
    [InlineData("250ms", 250)]
    [InlineData("1s", 1000)]
    [InlineData("1.5s", 1500)]
    [InlineData("0.5ms", 0.5)]
    [InlineData(" 250 ms ", 250)]
    [InlineData("86400s", 86_400_000)]
    public void A_number_with_its_unit_is_a_duration(string text, double ms)
    {
        Assert.True(Durations.TryParse(text, out var value, out var problem), problem?.What);
        Assert.Equal(ms, value.TotalMilliseconds);
    }

    [Theory]
    [InlineData("", "empty")]
    [InlineData("250", "no unit")]
    [InlineData("0s", "zero")]
    [InlineData("0.00000001ms", "zero")]
    [InlineData("-1s", "negative")]
    [InlineData("s", "no number")]
    [InlineData("1,5s", "no number")]
    [InlineData("1e3ms", "no number")]
    [InlineData("NaNs", "no number")]
    [InlineData("1m", "ms or s")]
    [InlineData("1S", "ms or s")]
    [InlineData("86400.1s", "too long")]
    [InlineData("79228162514264337593543950335s", "too long")]
    [InlineData("99999999999999999999999999999999999999s", "too long")]
    public void What_is_wrong_with_a_duration_is_said_with_an_example(string text, string expected)
    {
        Assert.False(Durations.TryParse(text, out _, out var problem));
        Assert.Contains(expected, problem.What, StringComparison.Ordinal);
        Assert.Contains("250ms", problem.Remedy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(250, "250ms")]
    [InlineData(1000, "1s")]
    [InlineData(1500, "1.5s")]
    [InlineData(0.5, "0.5ms")]
    [InlineData(3500, "3.5s")]
    public void A_duration_is_written_as_it_is_read(double ms, string text)
    {
        Assert.Equal(text, Durations.Format(TimeSpan.FromMilliseconds(ms)));
        Assert.True(Durations.TryParse(text, out var again, out _));
        Assert.Equal(ms, again.TotalMilliseconds);
    }
}
