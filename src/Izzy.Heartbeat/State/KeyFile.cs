using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using Izzy.Heartbeat.Protocol;
using Microsoft.Win32.SafeHandles;

namespace Izzy.Heartbeat.State;

/// <summary>
/// The file with the key of verified mode: one line of 64 hexadecimal digits, or two lines while keys are changed over; blank lines and lines that begin
/// with # say nothing. A file of exactly 32 bytes is one raw key. One that cannot be used is refused, never taken for none: a slip must not leave the show
/// without the protection that somebody asked for.
/// </summary>
internal static class KeyFile
{
    // Two lines and some comments. What is longer is another file, and is not read to its end.
    private const int MostBytes = 4096;

    private const int Digits = 2 * VerificationKeys.KeyLength;

    private const UnixFileMode OwnerAlone = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    private static readonly SearchValues<byte> s_text = SearchValues.Create([.. Enumerable.Range(' ', '~' - ' ' + 1).Select(code => (byte)code), .. "\t\r\n"u8]);

    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <summary>Reads the keys.</summary>
    /// <param name="path">The file, or a symbolic link to it.</param>
    /// <exception cref="KeyFileException">It cannot be used; the message says why and what to do, and nothing of what is in it.</exception>
    public static VerificationKeys Read(string path) => Read(path, Environment.GetEnvironmentVariable("CREDENTIALS_DIRECTORY"));

    /// <param name="path">The file.</param>
    /// <param name="credentials">The directory in which systemd put what the service alone may read (<c>LoadCredential=</c>), or null.</param>
    internal static VerificationKeys Read(string path, string? credentials)
    {
        var bytes = new byte[MostBytes + 1];
        try
        {
            using var file = File.OpenHandle(path);
            CheckMode(path, file, credentials);
            return Parse(path, bytes.AsSpan(0, ReadAll(path, file, bytes)));
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException or NotSupportedException
            || (unreadable is ArgumentException and not KeyFileException))
        {
            throw Directory.Exists(path)
                ? new KeyFileException($"The key file {path} is a directory.", "Name the file with the key in it.", unreadable)
                : unreadable is FileNotFoundException or DirectoryNotFoundException
                ? new KeyFileException($"There is no key file {path}.", "Copy the venue's there, or make a new key by: izzy key new FILE.", unreadable)
                : new KeyFileException($"The key file {path} cannot be read: {unreadable.Message}", "Give it to the user that this runs as, and to nobody else.", unreadable);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(bytes);
        }
    }

    /// <summary>Makes a new key in a file of its own, which its owner alone can read from the first moment. When this returns, it is on disk.</summary>
    /// <param name="path">Where no file is yet.</param>
    /// <exception cref="KeyFileException">There is a file already, or none can be written.</exception>
    public static void Create(string path)
    {
        var text = Encoding.ASCII.GetBytes(
            $"""
            # The key of verified mode. Mother and each of her IZZYs need a copy of this file that its owner alone can read (mode 600), and nobody else does.
            {RandomNumberGenerator.GetHexString(Digits, lowercase: true)}

            """);
        try
        {
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None, BufferSize = 0 };
            if (!OperatingSystem.IsWindows())
                options.UnixCreateMode = OwnerAlone;
            using var file = new FileStream(path, options);
            Write(path, file, text);
        }
        catch (Exception unwritable) when (unwritable is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            throw Path.Exists(path)
                ? new KeyFileException($"{path} is there already.", "Name another file: a key that is in use must not be lost.", unwritable)
                : new KeyFileException($"The key file {path} cannot be written: {unwritable.Message}", "Name a file in a directory that is there and that you may write.", unwritable);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(text);
        }
    }

    private static void Write(string path, FileStream file, byte[] text)
    {
        try
        {
            file.Write(text);
            file.Flush(flushToDisk: true);
        }
        catch (IOException)
        {
            // Half a key, which would only be in the way.
            File.Delete(path);
            throw;
        }
    }

    // Of the open file, so that nothing changes between the look and the reading.
    private static void CheckMode(string path, SafeFileHandle file, string? credentials)
    {
        if (OperatingSystem.IsWindows())
            return;
        var others = File.GetUnixFileMode(file) & Others;
        // systemd gives a service its credentials with mode 0400, and its user a right of his own by an access list where the file system has such:
        // that right is then shown where the group's stands, and the file is root's. Nobody but the service sees the directory.
        if (credentials is { Length: > 0 } && Path.GetDirectoryName(Path.GetFullPath(path)) == Path.TrimEndingDirectorySeparator(Path.GetFullPath(credentials)))
            others &= ~UnixFileMode.GroupRead;
        if (others != UnixFileMode.None)
            throw new KeyFileException($"The key file {path} can be read or written by others than its owner.", $"chmod 600 {path}");
    }

    private static int ReadAll(string path, SafeFileHandle handle, byte[] bytes)
    {
        using var file = new FileStream(handle, FileAccess.Read, bufferSize: 0);
        // What runs on reads it more than once, and a pipe is empty the second time.
        if (!file.CanSeek)
            throw new KeyFileException($"{path} is no file that can be kept.", "Write the key into a file with mode 600.");
        var length = file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        return length <= MostBytes ? length : throw new KeyFileException($"The key file {path} has more than {MostBytes} bytes.", "Name the file with the key in it.");
    }

    private static VerificationKeys Parse(string path, ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length == VerificationKeys.KeyLength && !IsText(bytes))
            return new VerificationKeys(Checked($"The key file {path}", [.. bytes]));
        if (bytes.StartsWith(ByteOrderMark))
            bytes = bytes[ByteOrderMark.Length..];
        var keys = new List<byte[]>();
        var number = 0;
        foreach (var range in bytes.Split((byte)'\n'))
        {
            number++;
            var line = bytes[range].Trim(" \t\r"u8);
            if (line.IsEmpty || line[0] == '#')
                continue;
            var key = ReadLine($"Line {number} of the key file {path}", line);
            if (keys.Count == 2)
                throw new KeyFileException($"The key file {path} has more than two keys; line {number} is one too many.", "Leave one key in it, or two while they are changed over.");
            if (keys.Any(other => other.AsSpan().SequenceEqual(key)))
                throw new KeyFileException($"Line {number} of the key file {path} is the same key again.", "Take one of the two lines out.");
            keys.Add(key);
        }

        return keys.Count > 0
            ? new VerificationKeys([.. keys])
            : throw new KeyFileException($"The key file {path} is empty.", "Copy the venue's there, or make a new key by: izzy key new FILE.");
    }

    private static byte[] ReadLine(string where, ReadOnlySpan<byte> line)
    {
        if (line.Length != Digits)
            throw new KeyFileException($"{where} has {line.Length} character{(line.Length == 1 ? "" : "s")}, and a key has {Digits} hexadecimal digits.", "Copy the whole file again.");
        var key = new byte[VerificationKeys.KeyLength];
        return Convert.FromHexString(line, key, out _, out _) == OperationStatus.Done
            ? Checked(where, key)
            : throw new KeyFileException($"{where} has something in it that is no hexadecimal digit.", "Copy the whole file again.");
    }

    // Zeros from a full disk, or a line that somebody typed to try: no key that was drawn.
    private static byte[] Checked(string where, byte[] key) => key.AsSpan().IndexOfAnyExcept(key[0]) >= 0
        ? key
        : throw new KeyFileException($"{where} is one byte over and over, which anybody guesses.", "Make a new key by: izzy key new FILE.");

    // Half a line of digits has 32 bytes, too. Of a key that was drawn, not every byte is a letter: one chance in 2^44.
    private static bool IsText(ReadOnlySpan<byte> bytes) => !bytes.ContainsAnyExcept(s_text);
}
