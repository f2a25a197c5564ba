using Izzy.Wording;
using Spectre.Console;

namespace Izzy.Cli.Live;

/// <summary>The colours of lamps at a terminal.</summary>
internal static class Colours
{
    public static Color Of(LampKind kind) => kind switch
    {
        LampKind.Fault => Color.Red,
        LampKind.Late => Color.Orange1,
        LampKind.Stopped => Color.DodgerBlue1,
        LampKind.Ok => Color.Green,
        _ => Color.Grey,
    };
}
