using System.Text.Json;
using System.Text.Json.Serialization;
using Izzy.Heartbeat;
using Izzy.Heartbeat.Protocol;
using Izzy.Heartbeat.Safety;

namespace Izzy.Cli.Drill;

/// <summary>What a drill sees of a Mother at one moment, in this process or through her socket.</summary>
/// <param name="Id">Her id.</param>
/// <param name="Interval">The beat period.</param>
/// <param name="LongestLimit">The longest limit of any IZZY, as she was told.</param>
/// <param name="SilenceToOutwait">After this silence each IZZY has stopped by itself, as far as she knows by now.</param>
/// <param name="StopCause">Why she is silent, or null while she beats.</param>
/// <param name="StopRequests">How often a stop was asked for since her start.</param>
/// <param name="Izzies">Everyone she knows, and the missing ones of the expected cast.</param>
internal sealed record MotherView(
    Guid Id, TimeSpan Interval, TimeSpan LongestLimit, TimeSpan SilenceToOutwait, StopCause? StopCause, int StopRequests, IReadOnlyList<IzzyView> Izzies)
{
    public static MotherView Of(Mother mother)
    {
        // Before the count of stops: whoever confirms another stop than the one counted here is seen together with that stop.
        var izzies = mother.Izzies.Select(IzzyView.Of).ToList();
        var options = mother.Options;
        return new MotherView(mother.Id, options.Interval, options.LongestLimit, mother.SilenceToOutwait, mother.StopCause, mother.StopRequests, izzies);
    }

    public string ToJson() => JsonSerializer.Serialize(this, MotherViewJson.Default.MotherView);

    /// <summary>Reads what <see cref="ToJson"/> wrote; null if it is anything else.</summary>
    public static MotherView? FromJson(string json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, MotherViewJson.Default.MotherView);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <summary>One IZZY in it.</summary>
/// <param name="Id">Its id; all zero for one that is missing.</param>
/// <param name="Name">Its name as it was received.</param>
/// <param name="Address">Where it was last heard from.</param>
/// <param name="Presence">How recently it was heard.</param>
/// <param name="State">What it said last.</param>
/// <param name="HereAge">How long ago it last answered a beat; null if never.</param>
/// <param name="ConfirmedAfter">How long after the present stop it confirmed it; null while it has not.</param>
/// <param name="Verified">Whether what it says is proven to be its; null where Mother has no key.</param>
internal sealed record IzzyView(
    Guid Id,
    string Name,
    string Address,
    Presence Presence,
    IzzyState State,
    TimeSpan? HereAge,
    TimeSpan? ConfirmedAfter,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] bool? Verified = null)
{
    public static IzzyView Of(IzzyInfo izzy) =>
        new(izzy.Id, izzy.Name, izzy.Address, izzy.Presence, izzy.State with { Following = null }, izzy.HereAge, izzy.StopConfirmedAfter, izzy.IsVerified);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(MotherView))]
internal sealed partial class MotherViewJson : JsonSerializerContext;
