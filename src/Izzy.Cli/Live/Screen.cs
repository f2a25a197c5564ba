using System.Globalization;
using Izzy.Cli.Text;
using Izzy.Heartbeat;
using Izzy.Heartbeat.Safety;
using Izzy.Wording;
using Spectre.Console;
using Spectre.Console.Rendering;
using Line = Spectre.Console.Text;

namespace Izzy.Cli.Live;

/// <summary>Draws the live table. Pure: a state in, something to print out. Names that came over the network are escaped.</summary>
internal static class Screen
{
    // Heading, rule and the empty lines above and below; the message; and the cursor's own line.
    private const int LinesAround = 7;

    /// <summary>Draws what fits: a terminal that must scroll would lose the first line, which says whether all are stopped.</summary>
    /// <param name="state">What there is to show.</param>
    /// <param name="width">The terminal's columns.</param>
    /// <param name="height">The terminal's lines.</param>
    public static IRenderable Draw(ScreenState state, int width, int height)
    {
        var columns = Columns.For(width);
        var prompt = Prompt(state);
        var left = height - LinesAround - Wrapped(prompt, width);
        var izzies = state.Izzies.OrderBy(izzy => izzy.Name, StringComparer.Ordinal).ThenBy(izzy => izzy.Id).Select(izzy => (Izzy: izzy, Lamp: Lamp.Of(izzy, state.StoppedFor, state.ToClientPort))).ToList();
        var lines = izzies.Sum(each => columns.LinesOf(each.Lamp));
        var hidden = 0;
        if (lines > left)
        {
            // Trouble first; one line says how many are not shown.
            var all = izzies.OrderBy(each => each.Lamp.Urgency).ToList();
            lines = 1;
            izzies = [.. all.TakeWhile(each => (lines += columns.LinesOf(each.Lamp)) <= left)];
            hidden = all.Count - izzies.Count;
        }

        var events = state.Events.TakeLast(Math.Max(0, left - Math.Max(lines, 1)));
        return new Rows(
            Header(state, width),
            Table(izzies, hidden, columns),
            new Rows(events.Select(line => new Line(Cells.Shorten(line, width - 1), new Style(Color.Grey)))),
            // Whatever was said last, and in between where the panel is.
            state.Message.Length > 0
                ? new Line(Cells.Shorten(state.Message, width - 1), new Style(Color.Yellow))
                : new Line(Cells.Shorten(state.Panel, width - 1), new Style(Color.Grey)),
            prompt.Line);
    }

    private static Line Header(ScreenState state, int width)
    {
        var count = Tally.Here(state.Izzies);
        if (state.StoppedFor is not { } since)
        {
            var beat = FormattableString.Invariant($"● {state.Title}{(state.HasKey ? ", verified by her key," : "")} beats every {state.Interval.TotalMilliseconds:0} ms (last beat {state.BeatLateness.TotalMilliseconds:0.0} ms late) · {count}");
            return new Line(Cells.Shorten(beat, width - 1), new Style(Colours.Of(LampKind.Ok), decoration: Decoration.Bold));
        }

        var allConfirmed = state.Izzies.All(izzy => izzy.StopConfirmedAfter is not null);
        var kind = !allConfirmed ? LampKind.Fault : state.Izzies.Any(Tally.IsUnproven) ? LampKind.Unknown : LampKind.Stopped;
        var stopped = FormattableString.Invariant($"■ STOPPED ({Causes.InWords(state.Cause ?? StopCause.LocalStop)}) {since.TotalSeconds:0.0} s ago · {Tally.Confirmed(state.Izzies)} · {count}{(state.HasKey ? " · Mother has a key" : "")}");
        return new Line(Cells.Shorten(stopped, width - 1), new Style(Colours.Of(kind), decoration: Decoration.Bold));
    }

    private static Table Table(List<(IzzyInfo Izzy, Lamp Lamp)> izzies, int hidden, Columns columns)
    {
        var table = new Table().Border(TableBorder.Simple).Expand();
        // Fixed widths, so that nothing jumps about while numbers change.
        foreach (var (heading, width) in ((string, int)[])[("", 1), ("state", Columns.State), ("name", columns.Name)])
            table.AddColumn(new TableColumn(heading).NoWrap().Width(width));
        foreach (var (heading, width) in columns.Numbers)
            table.AddColumn(new TableColumn(heading).NoWrap().RightAligned().Width(width));
        table.AddColumn(new TableColumn(Cells.Shorten("what is known, what to check", columns.Check)).Width(columns.Check));
        foreach (var (izzy, lamp) in izzies)
            table.AddRow(Row(izzy, lamp, columns));
        if (hidden > 0)
            table.AddRow(new Line("…"), new Line(""), new Line(Cells.Shorten($"and {hidden} more", columns.Name)));
        else if (izzies.Count == 0)
            table.AddRow(new Line(""), new Line(""), new Line(Cells.Shorten("nobody has answered", columns.Name), new Style(Color.Grey)));
        return table;
    }

    private static IRenderable[] Row(IzzyInfo izzy, Lamp lamp, Columns columns)
    {
        var style = new Style(Colours.Of(lamp.Kind), decoration: izzy.Presence == Presence.Late ? Decoration.Dim : Decoration.None);
        var plain = lamp.IsLive ? Style.Plain : new Style(Color.Grey);
        var speed = Number(izzy.State.Speed);
        Line[] numbers = columns.HasPosition ? [Number(izzy.State.X), Number(izzy.State.Y), Number(izzy.State.Heading), speed] : columns.HasSpeed ? [speed] : [];
        return
        [
            new Line(lamp.Shape, style),
            new Line(lamp.Word, style),
            new Line(Cells.Shorten(Escape.ForTerminal(izzy.Name), columns.Name), plain),
            new Line(izzy.Presence == Presence.Missing ? "--" : Lamp.Ago(izzy), plain),
            .. numbers,
            new Line(columns.Wraps ? lamp.Check : Cells.Shorten(lamp.Check, columns.Check), style),
        ];

        Line Number(int value) => new(lamp.IsLive ? value.ToString(CultureInfo.InvariantCulture) : "--", plain);
    }

    private static (string Text, Line Line) Prompt(ScreenState state)
    {
        var (text, colour) = state.Mode switch
        {
            Keyboard.Mode.TypingReset => ($"Type the word reset and press Enter (Esc stops): {state.Typed}_", Color.DodgerBlue1),
            Keyboard.Mode.TypingDrill => ($"Drill: every IZZY stops, then beats go out again. Nothing may move. Type the word drill and press Enter (Esc or s stops): {state.Typed}_", Color.DodgerBlue1),
            Keyboard.Mode.AskingToQuit => ("Leave? Every IZZY stops. y leaves, any other key stays.", Color.Yellow),
            Keyboard.Mode.Help => (Help, Color.Default),
            _ => ("Esc or s: STOP ALL (software stop)   R: reset   D: drill   q: leave   ?: help", Color.Grey),
        };
        return (text, new Line(text, new Style(colour)));
    }

    // Broken between words, a line loses up to a word at its end.
    private static int Wrapped((string Text, Line Line) prompt, int width) =>
        prompt.Text.Split('\n').Sum(line => line.Length <= width ? 1 : 1 + (line.Length / Math.Max(1, width - 12)));

    private const string Help =
        """
        Esc, s   STOP ALL (software stop): beats cease, every IZZY stops. It is no emergency stop: use the wired button for that.
        R        asks for the word 'reset', then beats again. Nothing moves by it: each IZZY is reset by its own policy.
        D        asks for the word 'drill', then checks the stop with nothing moving: stops, waits for each to confirm, resets.
        q        leaves, after asking. Leaving stops every IZZY.
        Space    nothing, on purpose.
        """;
}
