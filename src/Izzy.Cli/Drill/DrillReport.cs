using System.Text.Json.Serialization;
using Izzy.Heartbeat.Protocol;

namespace Izzy.Cli.Drill;

/// <summary>How a drill ended that stopped somebody.</summary>
[JsonConverter(typeof(KebabCaseEnumConverter<DrillResult>))]
internal enum DrillResult
{
    /// <summary>Every IZZY confirmed, and heard beats again.</summary>
    Passed,

    /// <summary>One did not.</summary>
    Failed,

    /// <summary>Somebody or something came between.</summary>
    Aborted,
}

/// <summary>What became of Mother.</summary>
[JsonConverter(typeof(KebabCaseEnumConverter<MotherStands>))]
internal enum MotherStands
{
    /// <summary>She does not answer any more.</summary>
    Unknown,

    /// <summary>She is stopped, and a person must reset her.</summary>
    Stopped,

    /// <summary>She beats.</summary>
    Beating,
}

/// <summary>What a drill found: all that is printed of it, to keep.</summary>
internal sealed record DrillReport
{
    /// <summary>When it began, by the wall clock, with the offset of local time.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>So that it stands among events as one of them.</summary>
    public string Event { get; } = "drill";

    public required DrillResult Result { get; init; }

    /// <summary>Why, in a sentence. Names in it are escaped.</summary>
    public required string Verdict { get; init; }

    /// <summary>What to do about it; empty where there is nothing.</summary>
    public required string ToDo { get; init; }

    /// <summary>Mother's id.</summary>
    public required Guid Mother { get; init; }

    /// <summary>How the drill left her.</summary>
    public required MotherStands MotherNow { get; init; }

    /// <summary>How many IZZYs took part.</summary>
    public int Count => Izzies.Count;

    /// <summary>How many confirmed the stop; where Mother has a key, of those that are verified.</summary>
    public int Confirmed => Izzies.Count(izzy => izzy.HasProvenStop);

    /// <summary>How many confirmed it without the key that Mother has, which proves nothing; null where she has none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Unverified => Izzies.Any(izzy => izzy.Verified is not null) ? Izzies.Count(izzy => izzy.HasUnprovenStop) : null;

    /// <summary>The longest time that a confirmation took, in milliseconds; null where nobody confirmed.</summary>
    public double? SlowestMs => Izzies.Where(izzy => izzy.HasProvenStop).Max(izzy => izzy.ConfirmedAfterMs);

    /// <summary>How long after the stop Mother was reset, in milliseconds; null where she was not.</summary>
    public required double? ResetAfterMs { get; init; }

    /// <summary>One for each IZZY, by name.</summary>
    public required IReadOnlyList<DrilledIzzy> Izzies { get; init; }

    /// <summary>What a drill that passed proves.</summary>
    public string Shows { get; } = "The way of a software stop: Mother's ESTOP reached each IZZY, and its program said that it stands stopped.";

    /// <summary>What it does not.</summary>
    public string DoesNotShow { get; } = "The hard-wired emergency stop, the power stages, the brakes, and how far a robot rolls: nothing moved. Test these by themselves.";
}

/// <summary>What a drill found of one IZZY.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Its name as it was received.</param>
/// <param name="Address">Where it was last heard from.</param>
/// <param name="Before">What it reported before the stop. One that said ESTOP then stood stopped already: it shows the way of the message only.</param>
/// <param name="ConfirmedAfterMs">How long after the stop it confirmed it, by Mother's clock; null if it did not.</param>
/// <param name="HeardAgain">Whether it answered a beat after the reset; null if there was no reset.</param>
/// <param name="Status">What it reported last after the reset; null if it was not heard again.</param>
/// <param name="Verified">Whether what it says is proven to be its; null where Mother has no key.</param>
internal sealed record DrilledIzzy(
    Guid Id,
    string Name,
    string Address,
    IzzyStatus Before,
    double? ConfirmedAfterMs,
    bool? HeardAgain,
    IzzyStatus? Status,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] bool? Verified = null)
{
    /// <summary>Whether it confirmed the stop, with the proof where one is asked for.</summary>
    [JsonIgnore]
    public bool HasProvenStop => ConfirmedAfterMs is not null && Verified != false;

    /// <summary>Whether somebody confirmed the stop in its name, and may not have been it.</summary>
    [JsonIgnore]
    public bool HasUnprovenStop => ConfirmedAfterMs is not null && Verified == false;
}
