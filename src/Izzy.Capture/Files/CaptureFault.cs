namespace Izzy.Capture.Files;

/// <summary>Why a capture cannot be read, or not to its end: both are for the person who asked for it.</summary>
/// <param name="What">What is wrong, and where.</param>
/// <param name="Remedy">What to do about it.</param>
internal sealed record CaptureFault(string What, string Remedy);
