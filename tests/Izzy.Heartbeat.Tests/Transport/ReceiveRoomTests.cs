using Izzy.Heartbeat.Transport;

namespace Izzy.Heartbeat.Tests.Transport;

public sealed class ReceiveRoomTests
{
    private readonly List<int> _wishes = [];
    private int _most = int.MaxValue;

    [Fact]
    public void A_fleet_that_fits_asks_for_nothing()
    {
        Assert.Null(Room(83_200).Take(100));
        Assert.Empty(_wishes);
    }

    [Fact]
    public void A_fleet_that_does_not_fit_is_given_room_by_doubling_and_nothing_is_told()
    {
        var room = Room(83_200);
        for (var izzies = 1; izzies <= 1000; izzies++)
            Assert.Null(room.Take(izzies));
        Assert.Equal([166_400, 332_800, 665_600, 1_331_200], _wishes);
    }

    [Fact]
    public void What_the_system_refuses_is_told_once_and_again_when_the_fleet_has_doubled()
    {
        _most = 83_200;
        var room = Room(83_200);
        var told = Enumerable.Range(1, 500).Select(izzies => (Izzies: izzies, Told: room.Take(izzies))).Where(each => each.Told is not null).ToList();
        Assert.Equal([101, 202, 404], told.Select(each => each.Izzies));
        Assert.Equal((83_200, 101 * 832), told[0].Told);
        Assert.Equal([166_400, 332_800, 665_600], _wishes);
    }

    [Fact]
    public void A_system_that_grants_less_than_before_takes_nothing_away()
    {
        _most = 50_000;
        Assert.Equal((83_200, 84_032), Room(83_200).Take(101));
    }

    private ReceiveRoom Room(int have) => new(have, wish =>
    {
        _wishes.Add(wish);
        return Math.Min(wish, _most);
    });
}
