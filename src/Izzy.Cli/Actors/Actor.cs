using Izzy.Heartbeat.Protocol;

namespace Izzy.Cli.Actors;

/// <summary>
/// One simulated robot on a stage. Pure: time comes in, its state comes out. It moves only in a step in which it is
/// permitted, and it stands still, at once, in any other.
/// </summary>
internal abstract class Actor(string name)
{
    public string Name { get; } = name;

    /// <summary>Its own time: it passes only while it is permitted.</summary>
    protected TimeSpan Moved { get; private set; }

    public IzzyState Step(TimeSpan passed, bool permitted)
    {
        if (permitted)
            Moved += passed;
        var state = At(Moved);
        return permitted ? state : state with { Speed = 0, Status = state.Status == IzzyStatus.Broken ? IzzyStatus.Broken : IzzyStatus.Available, Following = null };
    }

    /// <summary>What it is like after it has driven for this long.</summary>
    public IzzyState AfterDriving(TimeSpan driven) => At(driven);

    protected abstract IzzyState At(TimeSpan moved);
}

/// <summary>Drives from point to point round a closed path, and stands at each for a while.</summary>
/// <param name="name">Its name.</param>
/// <param name="speed">In millimetres per second.</param>
/// <param name="pause">How long it stands at each point.</param>
/// <param name="points">The path, in millimetres.</param>
internal sealed class Walker(string name, double speed, TimeSpan pause, params (int X, int Y)[] points) : Actor(name)
{
    protected override IzzyState At(TimeSpan moved)
    {
        var left = moved.TotalSeconds % Lap();
        for (var i = 0; ; i++)
        {
            var (from, to) = (points[i % points.Length], points[(i + 1) % points.Length]);
            var way = Distance(from, to);
            var heading = Way.Heading(to.X - from.X, to.Y - from.Y);
            if (left < pause.TotalSeconds)
                return new IzzyState(IzzyStatus.Available, from.X, from.Y, 0, heading);
            left -= pause.TotalSeconds;
            if (left < way / speed)
            {
                var part = left * speed / way;
                return new IzzyState(
                    IzzyStatus.Moving, Way.Between(from.X, to.X, part), Way.Between(from.Y, to.Y, part), 0, heading, (int)speed);
            }

            left -= way / speed;
        }
    }

    private double Lap() => points.Select((point, i) => pause.TotalSeconds + (Distance(point, points[(i + 1) % points.Length]) / speed)).Sum();

    private static double Distance((int X, int Y) a, (int X, int Y) b) => double.Hypot(b.X - a.X, b.Y - a.Y);
}

/// <summary>Follows a line that swings across the stage, with sensors and a controller that swing with it.</summary>
internal sealed class LineFollower(string name) : Actor(name)
{
    private const double Period = 24;
    private const double Width = 4500;
    private const double Depth = 900;

    protected override IzzyState At(TimeSpan moved)
    {
        var angle = moved.TotalSeconds / Period * 2 * Math.PI;
        var (x, y) = (Width * Math.Cos(angle), 3000 + (Depth * Math.Sin(2 * angle)));
        var (dx, dy) = (-Width * Math.Sin(angle), 2 * Depth * Math.Cos(2 * angle));
        var error = 6 * Math.Sin(9 * angle);
        var speed = double.Hypot(dx, dy) * 2 * Math.PI / Period;
        var line = new LineFollowing(
            1.2f, 0.05f, 0.3f, (float)error, (float)(error / 2), 90, 910, (float)(500 + (40 * error)), 95, 905, (float)(500 - (40 * error)));
        return new IzzyState(IzzyStatus.Following, (int)x, (int)y, 0, Way.Heading(dx, dy), (int)speed, line);
    }
}

/// <summary>Behaves as another does, and breaks down for the last seconds of each period.</summary>
internal sealed class Fragile(Actor inner, TimeSpan every, TimeSpan last) : Actor(inner.Name)
{
    protected override IzzyState At(TimeSpan moved)
    {
        // While it is broken, its path waits: the time that it has driven is the time that it was whole.
        var (period, into) = (moved.Ticks / every.Ticks, TimeSpan.FromTicks(moved.Ticks % every.Ticks));
        var whole = every - last;
        var broken = into >= whole;
        var state = inner.AfterDriving((period * whole) + (broken ? whole : into));
        return broken ? state with { Status = IzzyStatus.Broken, Speed = 0, Following = null } : state;
    }
}

/// <summary>Where things are and where they point.</summary>
internal static class Way
{
    public static int Heading(double dx, double dy) => ((int)Math.Round(Math.Atan2(dy, dx) * 180 / Math.PI) + 360) % 360;

    public static int Between(int from, int to, double part) => from + (int)Math.Round((to - from) * part);
}
