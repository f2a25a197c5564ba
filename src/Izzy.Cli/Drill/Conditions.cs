using Izzy.Cli.Text;
using Izzy.Heartbeat.Protocol;
using Izzy.Heartbeat.Safety;
using Izzy.Wording;

namespace Izzy.Cli.Drill;

/// <summary>What must be so before a drill stops anybody. Pure: each says what is wrong and what to do, or nothing.</summary>
internal static class Conditions
{
    /// <summary>A robot that stands may report this much of a way within a second: its position is measured, too.</summary>
    public const int StandsWithinMm = 10;

    /// <summary>The same for its heading, in degrees.</summary>
    public const int StandsWithinDegrees = 2;

    // Some names are help, hundreds are none.
    private const int MostNamed = 5;

    /// <summary>What one look shows. Who is late is not yet against it: see <see cref="Late"/>.</summary>
    public static Problem? Against(MotherView view)
    {
        if (view.StopCause is { } cause)
            return new($"Mother is stopped already ({Words.Of(cause)}).", "When the stage is clear, type reset at her, and drill again.");
        if (view.Izzies.Count == 0)
            return new("Mother knows no IZZY.", "Start the robots and wait until she finds them; --expect NAME shows who is missing.");
        if (Those(view, izzy => izzy.Presence == Presence.Missing) is { } missing)
            return new($"Expected and never heard: {missing}.", "Mend it (power, Wi-Fi, firewall), or strike it from the list: type forget NAME at Mother.");
        if (Silent(view, Presence.Lost) is { } lost)
            return lost;
        if (Those(view, SaysItMoves) is { } moving)
            return new($"Something moves: {moving}.", "Let everything come to a stand, and drill again: a drill is done with nothing moving.");
        return null;
    }

    /// <summary>Who is late. In two beats and a half it is present or lost by itself, so that this is a problem only where it lasts.</summary>
    public static Problem? Late(MotherView view) => Silent(view, Presence.Late);

    /// <summary>What two looks show, about a second apart.</summary>
    public static Problem? Between(MotherView earlier, MotherView later)
    {
        var before = earlier.Izzies.Where(izzy => izzy.Presence != Presence.Missing).ToDictionary(izzy => izzy.Id);
        if (Those(later, izzy => !before.ContainsKey(izzy.Id)) is { } found)
            return new($"Found just now: {found}.", "Wait until all are there, and drill again.");
        return Those(later, izzy => Moved(before[izzy.Id].State, izzy.State)) is { } moved
            ? new($"Something moves although it reports {Words.Of(IzzyStatus.Available)} or the like: {moved}.", "Look at the robot: it drifts or is pushed, or its program reports the wrong status.")
            : null;
    }

    /// <summary>Names of IZZYs, escaped, as many as are of use; the id of one that has not said its name.</summary>
    public static string Names(IEnumerable<(string Name, Guid Id)> izzies)
    {
        var all = izzies.Select(izzy => izzy.Name.Length > 0 ? Cells.Quote(izzy.Name) : izzy.Id.ToString()).ToList();
        return all.Count <= MostNamed ? string.Join(", ", all) : $"{string.Join(", ", all.Take(MostNamed))} and {all.Count - MostNamed} more";
    }

    private static Problem? Silent(MotherView view, Presence presence) => Those(view, izzy => izzy.Presence == presence) is { } silent
        ? new($"Not heard just now: {silent}.", "Mend it (power, Wi-Fi, firewall), or strike it from the list: type forget NAME at Mother.")
        : null;

    private static bool SaysItMoves(IzzyView izzy) => izzy.State is { Status: IzzyStatus.Moving or IzzyStatus.Following } or { Speed: not 0 };

    private static bool Moved(in IzzyState a, in IzzyState b) =>
        double.Hypot(double.Hypot((double)a.X - b.X, (double)a.Y - b.Y), (double)a.Z - b.Z) > StandsWithinMm || Turn(a.Heading, b.Heading) > StandsWithinDegrees;

    private static long Turn(long a, long b)
    {
        var turn = Math.Abs(a - b) % 360;
        return Math.Min(turn, 360 - turn);
    }

    private static string? Those(MotherView view, Func<IzzyView, bool> which) =>
        view.Izzies.Where(which).Select(izzy => (izzy.Name, izzy.Id)).ToList() is { Count: > 0 } those ? Names(those) : null;
}
