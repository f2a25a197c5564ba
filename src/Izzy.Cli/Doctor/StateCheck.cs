namespace Izzy.Cli.Doctor;

/// <summary>Whether a stop and an id can be kept on disk.</summary>
internal static class StateCheck
{
    public static Finding Look(string directory)
    {
        try
        {
            Directory.CreateDirectory(directory);
            var probe = Path.Combine(directory, $".doctor-{Guid.NewGuid():N}");
            File.WriteAllText(probe, "can be written");
            File.Delete(probe);
            return Finding.Ok("state", $"{directory} can be written");
        }
        catch (Exception wrong) when (wrong is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            return Finding.Fault("state", $"{directory} cannot be written: {wrong.Message}", "Make it writable for this user, or name another one by --state.");
        }
    }
}
