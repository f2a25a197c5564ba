using System.Text.Json;
using System.Text.Json.Serialization;

namespace Izzy.Heartbeat.Protocol;

/// <summary>Writes an enum in lower case with hyphens, as events and documents name it: <c>StopReceived</c> is <c>stop-received</c>.</summary>
internal sealed class KebabCaseEnumConverter<TEnum>() : JsonStringEnumConverter<TEnum>(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false)
    where TEnum : struct, Enum;
