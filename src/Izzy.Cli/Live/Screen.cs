using System.Globalization;
using Izzy.Cli.Text;
using Izzy.Heartbeat;
using Izzy.Heartbeat.Safety;
using Spectre.Console;
using Spectre.Console.Rendering;
using Line = Spectre.Console.Text;

namespace Izzy.Cli.Live;

/// <summary>Draws the live table. Pure: a state in, something to print out. Names that came over the network are escaped.</summary>
internal static class Screen
{
    private const int LongestName = 20;

    public static IRenderable Draw(ScreenState state) =>
        new Rows(Header(state), Table(state), Events(state), Footer(state));

    private static Line Header(ScreenState state)
    {
        var here = state.Izzies.Count(izzy => izzy.Presence == Presence.Present);
        var count = $"{here} of {state.Izzies.Count} here";
        if (state.StoppedFor is not { } since)
        {
            var beat = FormattableString.Invariant($"● {state.Title} beats every {state.Interval.TotalMilliseconds:0} ms (last beat {state.BeatLateness.TotalMilliseconds:0.0} ms late) · {count}");
            return new Line(beat, new Style(Color.Green, decoration: Decoration.Bold));
        }

        var confirmed = state.Izzies.Count(izzy => izzy.StopConfirmedAfter is not null);
        var known = state.Izzies.Count(izzy => izzy.Presence != Presence.Missing);
        var stopped = FormattableString.Invariant($"■ STOPPED ({Words.Of(state.Cause ?? StopCause.LocalStop)}) {since.TotalSeconds:0.0} s ago · {confirmed} of {known} confirmed · {count}");
        return new Line(stopped, new Style(confirmed == known ? Color.DodgerBlue1 : Color.Red, decoration: Decoration.Bold));
    }

    private static Table Table(ScreenState state)
    {
        var table = new Table().Border(TableBorder.Simple).Expand();
        // Fixed widths, so that nothing jumps about while numbers change.
        foreach (var (heading, width) in ((string, int)[])[("", 1), ("state", 13), ("name", LongestName)])
            table.AddColumn(new TableColumn(heading).NoWrap().Width(width));
        foreach (var (heading, width) in ((string, int)[])[("age", 7), ("x mm", 7), ("y mm", 7), ("heading °", 9), ("mm/s", 5)])
            table.AddColumn(new TableColumn(heading).NoWrap().RightAligned().Width(width));
        table.AddColumn(new TableColumn("what is known, what to check"));
        foreach (var izzy in state.Izzies.OrderBy(izzy => izzy.Name, StringComparer.Ordinal).ThenBy(izzy => izzy.Id))
            table.AddRow(Row(izzy, state));
        if (state.Izzies.Count == 0)
            table.AddRow(new Line(""), new Line(""), new Line("nobody has answered yet", new Style(Color.Grey)));
        return table;
    }

    private static IRenderable[] Row(IzzyInfo izzy, ScreenState state)
    {
        var lamp = Lamp.Of(izzy, state.StoppedFor, state.ToClientPort);
        var style = new Style(lamp.Colour, decoration: izzy.Presence == Presence.Late ? Decoration.Dim : Decoration.None);
        var plain = lamp.IsLive ? Style.Plain : new Style(Color.Grey);
        return
        [
            new Line(lamp.Shape, style),
            new Line(lamp.Word, style),
            new Line(Escape.Shorten(Escape.ForTerminal(izzy.Name), LongestName), plain),
            new Line(izzy.Presence == Presence.Missing ? "--" : Lamp.Ago(izzy), plain),
            Number(izzy.State.X), Number(izzy.State.Y), Number(izzy.State.Heading), Number(izzy.State.Speed),
            new Line(lamp.Check, style),
        ];

        Line Number(int value) => new(lamp.IsLive ? value.ToString(CultureInfo.InvariantCulture) : "--", plain);
    }

    private static Rows Events(ScreenState state) =>
        new(state.Events.Select(line => new Line(line, new Style(Color.Grey)).Overflow(Overflow.Ellipsis)));

    private static Rows Footer(ScreenState state) => new(
        new Line(state.Message, new Style(Color.Yellow)),
        state.Mode switch
        {
            Keyboard.Mode.TypingReset => new Line($"Type the word reset and press Enter (Esc stops): {state.Typed}_", new Style(Color.DodgerBlue1)),
            Keyboard.Mode.AskingToQuit => new Line("Leave? Every IZZY stops. y leaves, any other key stays.", new Style(Color.Yellow)),
            Keyboard.Mode.Help => new Line(Help),
            _ => new Line("Esc or s: STOP ALL (software stop)   R: reset   q: leave   ?: help", new Style(Color.Grey)),
        });

    private const string Help =
        """
        Esc, s   STOP ALL (software stop): beats cease, every IZZY stops. It is no emergency stop: use the wired button for that.
        R        asks for the word 'reset', then beats again. Nothing moves by it: each IZZY is reset by its own policy.
        q        leaves, after asking. Leaving stops every IZZY.
        Space    nothing, on purpose.
        """;
}
