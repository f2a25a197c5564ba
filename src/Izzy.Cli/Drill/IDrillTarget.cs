using System.Globalization;
using Izzy.Cli.Text;
using Izzy.Heartbeat.Safety;
using Izzy.Wording;

namespace Izzy.Cli.Drill;

/// <summary>A running Mother as a drill deals with her: in the same process, or through her socket.</summary>
internal interface IDrillTarget
{
    /// <summary>What there is to see now; null if she does not answer.</summary>
    MotherView? Look();

    /// <summary>Stops her, unless she is stopped already.</summary>
    DrillAnswer Stop();

    /// <summary>Resets her, if every IZZY confirmed and nobody asked for another stop since this request.</summary>
    DrillAnswer Reset(int request);
}

/// <summary>What Mother answers to a drill: a closed set, with the line that stands for each at her socket.</summary>
internal abstract record DrillAnswer
{
    private const string StoppedPrefix = "stopped ";
    private const string RefusedPrefix = "refused ";

    private DrillAnswer()
    {
    }

    /// <summary>She stopped just now.</summary>
    /// <param name="Request">The number of this request for a stop.</param>
    public sealed record Stopped(int Request) : DrillAnswer;

    /// <summary>She was stopped before, and nothing was done.</summary>
    public sealed record AlreadyStopped : DrillAnswer;

    /// <summary>She beats again.</summary>
    public sealed record Granted : DrillAnswer;

    /// <summary>Another stop was asked for since the drill's, so she stays silent.</summary>
    public sealed record StoppedAgain : DrillAnswer;

    /// <summary>She stays silent for another reason.</summary>
    /// <param name="Reason">Which.</param>
    public sealed record Refused(ResetRefusal Reason) : DrillAnswer;

    /// <summary>No answer came, or none that can be understood: what she did is not known.</summary>
    public sealed record None : DrillAnswer;

    /// <summary>The line for it.</summary>
    public string ToLine() => this switch
    {
        Stopped(var request) => FormattableString.Invariant($"{StoppedPrefix}{request}"),
        AlreadyStopped => "stopped-already",
        Granted => "granted",
        StoppedAgain => "stopped-again",
        Refused(var reason) => RefusedPrefix + Words.Of(reason),
        _ => "none",
    };

    /// <summary>Reads the line; null is no answer.</summary>
    public static DrillAnswer FromLine(string? line) => line switch
    {
        "stopped-already" => new AlreadyStopped(),
        "granted" => new Granted(),
        "stopped-again" => new StoppedAgain(),
        _ when TryReadNumber(line, StoppedPrefix, out var request) => new Stopped(request),
        _ when line?.StartsWith(RefusedPrefix, StringComparison.Ordinal) == true && Words<ResetRefusal>.TryFind(line[RefusedPrefix.Length..], out var reason) => new Refused(reason),
        _ => new None(),
    };

    private static bool TryReadNumber(string? line, string prefix, out int number)
    {
        number = 0;
        return line?.StartsWith(prefix, StringComparison.Ordinal) == true
            && int.TryParse(line.AsSpan(prefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out number);
    }
}
