using System.Text.Json;
using System.Text.Json.Serialization;

namespace Izzy.Heartbeat.Protocol;

/// <summary>Writes a reject reason as the code that documents and tools know it by, such as <c>java-dialect</c>.</summary>
internal sealed class RejectReasonJsonConverter() : JsonStringEnumConverter<RejectReason>(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false);
