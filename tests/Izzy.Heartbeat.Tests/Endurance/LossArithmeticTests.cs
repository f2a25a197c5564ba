namespace Izzy.Heartbeat.Tests.Endurance;

public class LossArithmeticTests
{
    [Theory]
    [InlineData(500, 90, 5)]
    [InlineData(1_000, 180, 5)]
    [InlineData(3_500, 1_000, 3)]
    [InlineData(270, 180, 1)]
    [InlineData(360, 180, 2)]
    [InlineData(359, 180, 1)]
    public void An_IZZY_stops_at_the_loss_of_as_many_beats_as_fit_into_its_limit(int limit, int period, int losses) =>
        Assert.Equal(losses, LossArithmetic.LossesToStop(TimeSpan.FromMilliseconds(limit), TimeSpan.FromMilliseconds(period)));

    [Theory]
    [InlineData(0.5, 1, 2, 2)]
    [InlineData(0.5, 2, 6, 2)]
    [InlineData(0.5, 3, 14, 2)]
    [InlineData(0.2, 1, 5, 1.25)]
    [InlineData(0.2, 3, 155, 1.25)]
    [InlineData(0.01, 2, 10_100, 1 / 0.99)]
    public void From_reset_to_stop_and_from_stop_to_reset(double loss, int losses, double toStop, double toReset)
    {
        Assert.Equal(toStop, LossArithmetic.BeatsToStop(loss, losses), toStop * 1e-9);
        Assert.Equal(toReset, LossArithmetic.BeatsToReset(loss), 1e-9);
        Assert.Equal(Math.Pow(loss, losses) * (1 - loss), LossArithmetic.StopsPerBeat(loss, losses), 1e-12);
    }

    [Theory]
    [InlineData(500, 90, 0.012)]
    [InlineData(1_000, 180, 0.006)]
    [InlineData(3_500, 1_000, 0.43)]
    public void The_false_stops_an_hour_of_the_presets_at_five_percent_loss(int limit, int period, double anHour) =>
        Assert.Equal(anHour, LossArithmetic.StopsPerHour(0.05, TimeSpan.FromMilliseconds(limit), TimeSpan.FromMilliseconds(period)), anHour * 0.02);
}
