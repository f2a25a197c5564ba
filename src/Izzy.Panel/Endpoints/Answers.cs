using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;

namespace Izzy.Panel.Endpoints;

internal sealed record Refused(string Error, string Message)
{
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? WaitMs { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Unconfirmed { get; init; }
}

internal sealed record SessionAnswer(bool CanView, bool CanReset, bool IsLocal);

internal sealed record StopAnswer(long Stop, bool IsNew);

internal sealed record ResetAnswer;

internal sealed record LiveAnswer(string Status, long Beats, double? SinceStepMs);

internal sealed record ReadyAnswer(string Status)
{
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? NoInterface { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Missing { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Unverified { get; init; }
}

internal sealed record LoginRequest(string? Token);

internal sealed record ResetRequest(Guid? Boot, long? Stop);

/// <summary>The alarms that a person saw: each by its key and by when it began.</summary>
internal sealed record AcknowledgeRequest(IReadOnlyList<SeenAlarm?>? Alarms);

internal sealed record SeenAlarm(string? Key, DateTimeOffset? Since);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Refused))]
[JsonSerializable(typeof(SessionAnswer))]
[JsonSerializable(typeof(StopAnswer))]
[JsonSerializable(typeof(ResetAnswer))]
[JsonSerializable(typeof(LiveAnswer))]
[JsonSerializable(typeof(ReadyAnswer))]
[JsonSerializable(typeof(LoginRequest))]
[JsonSerializable(typeof(ResetRequest))]
[JsonSerializable(typeof(AcknowledgeRequest))]
internal sealed partial class AnswerJson : JsonSerializerContext;

/// <summary>How every endpoint reads and answers.</summary>
internal static class Answers
{
    /// <summary>The longest body that anything here needs, many times over.</summary>
    public const int LongestBody = 4096;

    public static Task Json<T>(HttpContext context, int status, T answer)
    {
        context.Response.StatusCode = status;
        return context.Response.WriteAsJsonAsync(answer, typeof(T), AnswerJson.Default, contentType: null, context.RequestAborted);
    }

    public static Task Refuse(HttpContext context, int status, string error, string message) => Json(context, status, new Refused(error, message));

    public static Task Text(HttpContext context, string contentType, string text)
    {
        context.Response.ContentType = contentType;
        return context.Response.WriteAsync(text, context.RequestAborted);
    }

    /// <summary>Reads a body of JSON.</summary>
    /// <returns>Null if it is none: it was answered then.</returns>
    public static async Task<T?> Read<T>(HttpContext context)
        where T : class
    {
        try
        {
            if (await JsonSerializer.DeserializeAsync(context.Request.Body, typeof(T), AnswerJson.Default, context.RequestAborted).ConfigureAwait(false) is T read)
                return read;
        }
        catch (JsonException)
        {
            // Answered below, as an empty one is.
        }

        await Refuse(context, StatusCodes.Status400BadRequest, "bad-request", "The body is not the JSON that is wanted here; see docs/panel.md.").ConfigureAwait(false);
        return null;
    }
}
