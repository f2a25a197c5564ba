namespace Izzy.Cli.Guard;

/// <summary>
/// What a client and its guard process say to each other, a line each. Client to guard: tokens while it lives, that the IZZY
/// stopped and why, and good-bye. Guard to client: that it is ready, an echo of each token, and that the command was started, and for which cause.
/// </summary>
internal static class GuardProtocol
{
    public const string Token = "t";
    public const string StopPrefix = "stop ";
    public const string GoodBye = "bye";
    public const string Ready = "ready";
    public const string RanPrefix = "ran ";

    /// <summary>The cause in the command's environment when the client's process ended without good-bye.</summary>
    public const string ProcessEnded = "process-ended";

    /// <summary>The cause in the command's environment when no token came for the limit.</summary>
    public const string ProcessFrozen = "process-frozen";

    /// <summary>How often a token is sent: eight in a limit, so that neither a busy machine nor one lost turn opens the relay.</summary>
    public static TimeSpan TokenPeriod(TimeSpan limit) => limit / 8;
}
