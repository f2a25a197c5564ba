using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace Izzy.Heartbeat.State;

/// <summary>
/// What outlives a process (rules S14 and S18): an id, and whether Mother is stopped. One locked file for each role, name and
/// ports. The content has a fixed length and is overwritten in place and flushed, so that a write cannot leave half of it.
/// </summary>
internal sealed class StateFile : IDisposable
{
    private const string Stopped = "stopped";
    private const string Running = "running";

    // EROFS, on Linux and macOS alike.
    private const int ReadOnlyDisk = 30;

    private readonly FileStream _file;
    private readonly string _pidPath;

    private StateFile(FileStream file, string pidPath)
    {
        _file = file;
        _pidPath = pidPath;
    }

    /// <summary>The id that was kept, or a new one.</summary>
    public Guid Id { get; private set; }

    /// <summary>Whether the last process left a stop behind.</summary>
    public bool IsStopped { get; private set; }

    /// <summary>What was wrong with the file, if it could not be understood: a stop is then assumed and the id is new.</summary>
    public string? Damage { get; private set; }

    /// <summary>Where state is kept if nobody says otherwise.</summary>
    public static string DefaultDirectory
    {
        get
        {
            if (OperatingSystem.IsWindows())
                return Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData), "izzy");
            var home = Environment.GetEnvironmentVariable("XDG_STATE_HOME");
            return string.IsNullOrEmpty(home)
                ? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".local", "state", "izzy")
                : Path.Combine(home, "izzy");
        }
    }

    /// <summary>
    /// The file name, without its ending, for a role, name and ports: readable as far as the name is, and different for names
    /// that read alike.
    /// </summary>
    public static string Stem(string role, string name, int toClientPort, int fromClientPort)
    {
        var ports = $"{toClientPort}-{fromClientPort}";
        if (name.Length == 0)
            return $"{role}-{ports}";
        // Short, because the socket beside it may have a path of about a hundred bytes only.
        var readable = string.Concat(name.Take(20).Select(c => char.IsAsciiLetterOrDigit(c) ? c : '_'));
        return $"{role}-{readable}-{Digest(name)}-{ports}";
    }

    /// <summary>
    /// A name as eight characters that a file may have, by FNV-1a. Nothing here keeps a secret, and a hash that does would load five megabytes of
    /// libraries into a program that is to be small and soon ready.
    /// </summary>
    public static string Digest(string name)
    {
        var hash = 2166136261;
        foreach (var part in Encoding.UTF8.GetBytes(name))
            hash = (hash ^ part) * 16777619;
        return hash.ToString("x8", CultureInfo.InvariantCulture);
    }

    /// <param name="directory">Where it is; made where it is not there.</param>
    /// <param name="stem">See <see cref="Stem"/>.</param>
    /// <param name="id">The id to have and to keep, or null for the one that was kept.</param>
    /// <exception cref="HeartbeatStartException">The directory cannot be used, or another process has this state.</exception>
    [SuppressMessage("Reliability", "CA2000:Dispose objects before losing scope", Justification = "The state file owns it.")]
    public static StateFile Open(string directory, string stem, Guid? id = null)
    {
        var path = Path.Combine(directory, stem + ".state");
        var pidPath = Path.Combine(directory, stem + ".pid");
        StateFile state;
        try
        {
            Directory.CreateDirectory(directory);
            state = new StateFile(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1), pidPath);
        }
        catch (Exception exception) when (exception is UnauthorizedAccessException or IOException)
        {
            throw IsInUse(path, exception) ? InUse(path, pidPath, exception) : CannotWrite(directory, exception);
        }

        try
        {
            state.Read(id);
        }
        catch (IOException exception)
        {
            // A new id or a damaged file has to be written, and the disk may be full.
            state._file.Dispose();
            throw CannotWrite(directory, exception);
        }

        try
        {
            File.WriteAllText(pidPath, Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
        }
        catch (Exception exception) when (exception is UnauthorizedAccessException or IOException)
        {
            // It only helps to name this process to a second one; the lock is what keeps that one out.
        }

        return state;
    }

    /// <summary>Keeps whether Mother is stopped. When this returns, it is on disk.</summary>
    /// <exception cref="IOException">It could not be written.</exception>
    public void Keep(bool stopped)
    {
        IsStopped = stopped;
        Write();
    }

    public void Dispose()
    {
        try
        {
            File.Delete(_pidPath);
        }
        catch (Exception exception) when (exception is UnauthorizedAccessException or IOException)
        {
            // The directory went away or was locked: whoever leaves must get away all the same.
        }

        _file.Dispose();
    }

    // The file is there, the disk is writable, and still it cannot be opened: somebody holds its lock.
    internal static bool IsInUse(string path, Exception exception) =>
        exception is IOException and not DirectoryNotFoundException and not PathTooLongException && exception.HResult != ReadOnlyDisk && File.Exists(path);

    private static HeartbeatStartException InUse(string path, string pidPath, Exception exception)
    {
        var who = "Another process";
        try
        {
            who = $"Process {File.ReadAllText(pidPath)}";
        }
        catch (Exception unknown) when (unknown is UnauthorizedAccessException or IOException)
        {
            // It has not written its number yet.
        }

        return new HeartbeatStartException(
            $"{who} already runs with the state in {path}.",
            "Stop it, or give this one another name, other ports or another state directory.",
            exception);
    }

    private static HeartbeatStartException CannotWrite(string directory, Exception exception) => new(
        $"The state directory {directory} cannot be written: {exception.Message}",
        "Make room on the disk and make it writable for this user, or choose another one.",
        exception);

    private void Read(Guid? wanted)
    {
        Span<byte> bytes = stackalloc byte[64];
        var length = _file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        var words = Encoding.UTF8.GetString(bytes[..length]).Split(' ', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (words is [var id, Stopped or Running] && Guid.TryParse(id, out var known))
        {
            (Id, IsStopped) = (wanted ?? known, words[1] == Stopped);
            if (Id != known)
                Write();
            return;
        }

        Id = wanted ?? Guid.NewGuid();
        if (length > 0)
        {
            Damage = $"{_file.Name} could not be understood; a stop is assumed, and the id is new.";
            IsStopped = true;
        }

        Write();
    }

    private void Write()
    {
        _file.Position = 0;
        _file.Write(Encoding.UTF8.GetBytes($"{Id} {(IsStopped ? Stopped : Running)}\n"));
        // What was damaged may have been longer.
        _file.SetLength(_file.Position);
        _file.Flush(flushToDisk: true);
        // Somebody removed it while it was open: what was written then is in no directory, and a restart will not find it.
        if (!File.Exists(_file.Name))
            throw new IOException($"{_file.Name} was removed while this process runs, so nothing is kept. Start it again.");
    }
}
