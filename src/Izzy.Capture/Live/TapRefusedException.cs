namespace Izzy.Capture.Live;

/// <summary>Listening cannot begin.</summary>
/// <param name="message">Why, for the person who asked for it.</param>
/// <param name="remedy">What to do about it.</param>
internal sealed class TapRefusedException(string message, string remedy) : Exception(message)
{
    /// <summary>What to do about it.</summary>
    public string Remedy { get; } = remedy;
}
