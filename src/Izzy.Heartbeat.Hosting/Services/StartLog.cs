using Microsoft.Extensions.Logging;

namespace Izzy.Heartbeat.Hosting.Services;

/// <summary>Logs why a side could not be made, with what to do about it, which an exception that ends a host would not tell.</summary>
internal static partial class StartLog
{
    /// <exception cref="HeartbeatStartException">As <paramref name="make"/> threw it.</exception>
    public static T Explained<T>(ILoggerFactory logs, Func<T> make)
    {
        try
        {
            return make();
        }
        catch (HeartbeatStartException exception)
        {
            NotStarted(logs.CreateLogger(HeartbeatServices.LogCategory), exception.Message, exception.Remedy);
            throw;
        }
    }

    [LoggerMessage(401, LogLevel.Critical, "{What} {ToDo}", EventName = "not-started")]
    private static partial void NotStarted(ILogger logger, string what, string toDo);
}
