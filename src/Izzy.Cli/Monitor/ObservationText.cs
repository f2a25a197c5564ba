using System.Globalization;
using System.Text;
using Izzy.Capture.Analysis;
using Izzy.Capture.Layers;
using Izzy.Cli.Packets;
using Izzy.Heartbeat.Protocol;
using Izzy.Wording;

namespace Izzy.Cli.Monitor;

/// <summary>One line for people for each datagram that passed: when and where, what it says, and how it fits into its rhythm.</summary>
internal static class ObservationText
{
    private const int TypeWidth = 13; // OSC_COM_ERROR

    /// <summary>Less than what is shown.</summary>
    private static readonly TimeSpan s_onTime = TimeSpan.FromMilliseconds(0.05);

    /// <summary>Describes what was seen. Everything that was received is escaped.</summary>
    /// <param name="seen">What was seen.</param>
    /// <param name="zone">Whose time of day; null for this machine's.</param>
    public static string Line(Observation seen, TimeZoneInfo? zone = null)
    {
        var line = new StringBuilder();
        line.Append(CultureInfo.InvariantCulture, $"{Spans.TimeOfDay(seen.Time, zone)}  ");
        if (seen.Interface is { } name)
            line.Append(CultureInfo.InvariantCulture, $"{Escape.ForTerminal(name)} ");
        line.Append(seen.Direction switch { Direction.In => "in   ", Direction.Out => "out  ", _ => " " });
        line.Append(CultureInfo.InvariantCulture, $"{Word(seen).PadRight(TypeWidth)} {seen.Source} > {seen.Destination}  ");
        line.Append(What(seen));
        if (seen.Signature is { } signature)
            line.Append(CultureInfo.InvariantCulture, $"; {SignatureText.Brief(signature)}");
        foreach (var timing in Timing(seen))
            line.Append(CultureInfo.InvariantCulture, $"; {timing}");
        return line.ToString();
    }

    private static string Word(Observation seen) => seen.Kind switch
    {
        ObservationKind.Packet => Words.Of(seen.Message!.Type),
        ObservationKind.Rejected => "rejected",
        ObservationKind.Fragment => "fragment",
        _ => "cut",
    };

    private static string What(Observation seen) => seen switch
    {
        { Kind: ObservationKind.Rejected } => $"counts for nothing ({Words.Of(seen.Reason)}): {seen.Explanation}{Refusals.Advice(seen.Reason)}",
        { Message: { } message } => Of(message, message.Payload.Length - (seen.Signature is null ? 0 : VerificationTrailer.Length)),
        _ => seen.Explanation ?? "",
    };

    private static string Of(HeartbeatMessage message, int payload)
    {
        var to = message.ReceiverId == HeartbeatMessage.Everyone ? "everyone" : Short(message.ReceiverId);
        return message.Report is { } report
            ? $"{(report.Name.Length == 0 ? "(no name)" : Escape.ForTerminal(report.Name))} {Short(message.SenderId)} to {to}: {Of(report.State)}"
            : $"{Short(message.SenderId)} to {to}{(payload == 0 ? "" : $", {payload} bytes that are no status report")}";
    }

    /// <summary>The first digits tell them apart; the summary has the whole.</summary>
    private static string Short(Guid id) => $"{id}"[..8];

    private static string Of(in IzzyState state) =>
        $"{Words.Of(state.Status)}, x {state.X} y {state.Y} z {state.Z} mm, {state.Heading}°, {state.Speed} mm/s{(state.Following is null ? "" : ", with line-following values")}";

    private static IEnumerable<string> Timing(Observation seen)
    {
        if (seen.Gap is { } gap)
            yield return $"gap {Spans.Text(gap)}";
        if (seen.Lateness is { } lateness)
            yield return lateness.Duration() < s_onTime ? "on time" : lateness < TimeSpan.Zero ? $"{Spans.Text(-lateness)} early" : $"{Spans.Text(lateness)} late";
        if (seen.Answer is { } answer)
            yield return $"answers after {Spans.Text(answer)}";
    }
}
