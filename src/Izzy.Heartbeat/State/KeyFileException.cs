namespace Izzy.Heartbeat.State;

/// <summary>
/// A key file that cannot be used. To a program it is an <see cref="ArgumentException"/>, as every option is that is out of its range, and so it is what
/// <c>Check()</c> and the constructors promise; the command shows its two sentences as two lines and ends as for any bad setting. It is no
/// <see cref="HeartbeatStartException"/>, which tells of something that another process may give back. Neither sentence shows what is in the file.
/// </summary>
/// <param name="what">One sentence: what is wrong.</param>
/// <param name="remedy">One sentence: what to do about it.</param>
/// <param name="inner">What the system said, if it said anything.</param>
internal sealed class KeyFileException(string what, string remedy, Exception? inner = null) : ArgumentException($"{what} {remedy}", inner)
{
    /// <summary>One sentence: what is wrong.</summary>
    public string What { get; } = what;

    /// <summary>One sentence: what to do about it.</summary>
    public string Remedy { get; } = remedy;
}
