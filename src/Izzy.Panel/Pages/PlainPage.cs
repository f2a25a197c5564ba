using System.Text;

namespace Izzy.Panel.Pages;

/// <summary>Pages without script and style, for a program that was built where the page could not be.</summary>
internal static class PlainPage
{
    private const string StopForm = """<form method="post" action="/api/stop"><button>STOP ALL (software stop)</button></form>""";

    /// <summary>Instead of the page: how to get it, and a stop that works.</summary>
    public static PageFile NotBuilt { get; } = new(
        Encoding.UTF8.GetBytes(Page(
            "Izzy: the panel was not built",
            $"""
            <h1>The panel was not built</h1>
            {StopForm}
            <p>It is no emergency stop: use the wired button for that. Whether each IZZY confirmed it is shown by Mother's terminal.</p>
            <p>This program was built where the page could not be, so there is nothing else to see here. To get the panel: install Node.js 20.19 or newer with npm, and build again with the internet at hand. What the build warns of says more.</p>
            """)),
        "text/html; charset=utf-8",
        IsHashed: false);

    /// <summary>After a stop by that form.</summary>
    public static string Stopped { get; } = Page(
        "Izzy: stopped",
        $"""
        <h1>Stopped: latched in Mother</h1>
        <p>She beats no more. Whether each IZZY confirmed it is shown by Mother's terminal; if one did not, use the wired button.</p>
        {StopForm}
        <p><a href="/">Back</a></p>
        """);

    private static string Page(string title, string body) =>
        $"""
        <!doctype html>
        <html lang="en">
        <head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{title}</title></head>
        <body>
        {body}
        </body>
        </html>

        """;
}
