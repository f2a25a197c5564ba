namespace Izzy.Heartbeat;

/// <summary>
/// A Mother or an IZZY could not be started because of something that a person can put right: a port that is taken, an
/// address that is not this machine's, a state directory in use. It says what is wrong and what to do, a line each.
/// </summary>
/// <param name="message">One sentence: what is wrong.</param>
/// <param name="remedy">One sentence: what to do about it.</param>
/// <param name="innerException">What the system said, if it said anything.</param>
public sealed class HeartbeatStartException(string message, string remedy, Exception? innerException = null)
    : Exception(message, innerException)
{
    /// <summary>One sentence for the person in front of the machine: what to do about it.</summary>
    public string Remedy { get; } = remedy;
}
