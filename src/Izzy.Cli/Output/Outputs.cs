namespace Izzy.Cli.Output;

/// <summary>What outputs have in common.</summary>
internal static class Outputs
{
    /// <summary>
    /// Whether this is what an output throws that was closed or broke: a full disk, a reader who went away, or a descriptor that
    /// the shell closed, for which the console throws <see cref="UnauthorizedAccessException"/>.
    /// </summary>
    public static bool IsGone(Exception exception) => exception is IOException or ObjectDisposedException or UnauthorizedAccessException;

    /// <summary>Writes text and an end of line at once.</summary>
    /// <returns>False if the output is closed or broke: nobody reads it.</returns>
    public static bool TryWrite(TextWriter output, string text)
    {
        try
        {
            output.WriteLine(text);
            output.Flush();
            return true;
        }
        catch (Exception closed) when (IsGone(closed))
        {
            return false;
        }
    }
}
