namespace Izzy.Cli.Doctor;

/// <summary>Whether a stop and an id can be kept on disk. The directory is not made: made by root it would be root's.</summary>
internal static class StateCheck
{
    public static Finding Look(string directory)
    {
        try
        {
            var there = Path.GetFullPath(directory);
            while (!Directory.Exists(there) && !File.Exists(there) && Path.GetDirectoryName(there) is { } above)
                there = above;
            if (File.Exists(there))
                return Bad(directory, $"{there} is a file");
            var probe = Path.Combine(there, $".doctor-{Guid.NewGuid():N}");
            File.WriteAllText(probe, "can be written");
            File.Delete(probe);
            return Finding.Ok("state", there == Path.GetFullPath(directory) ? $"{directory} can be written" : $"{directory} is not there yet, and can be made: {there} can be written");
        }
        catch (Exception wrong) when (wrong is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            return Bad(directory, wrong.Message);
        }
    }

    private static Finding Bad(string directory, string why) =>
        Finding.Fault("state", $"{directory} cannot be written: {why}", "Make it writable for this user, or name another one by --state.");
}
