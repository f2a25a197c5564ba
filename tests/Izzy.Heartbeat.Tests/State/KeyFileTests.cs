using System.IO.Pipes;
using System.Text;
using Izzy.Heartbeat.Protocol;
using Izzy.Heartbeat.State;

namespace Izzy.Heartbeat.Tests.State;

/// <summary>What is a key, and that nothing else is ever taken for one or for none. Each test has a directory of its own.</summary>
public sealed class KeyFileTests : IDisposable
{
    private const string One = "00112233445566778899aabbccddeeff0123456789ABCDEFfedcba9876543210";
    private const string Two = "a1112233445566778899aabbccddeeff0123456789ABCDEFfedcba9876543210";
    private const string Three = "b2112233445566778899aabbccddeeff0123456789ABCDEFfedcba9876543210";

    private const UnixFileMode OwnerAlone = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly string _directory = Directory.CreateTempSubdirectory("izzy-key-").FullName;

    private string FilePath => Path.Combine(_directory, "key");

    public static TheoryData<string, string> Bad => new()
    {
        { "", "is empty" },
        { "\n \n# nothing but this\n", "is empty" },
        { One[..63], "Line 1 of the key file PATH has 63 characters, and a key has 64 hexadecimal digits." },
        { $"# a\n\n{One}0\n", "Line 3 of the key file PATH has 65 characters" },
        { $"{One[..32]}", "Line 1 of the key file PATH has 32 characters" },
        { $"{One[..31]}\n", "Line 1 of the key file PATH has 31 characters" },
        { $"{One[..32]} {One[33..]}\n", "Line 1 of the key file PATH has something in it that is no hexadecimal digit" },
        { $"{One}\n{One[..63]}g\n", "Line 2 of the key file PATH has something in it that is no hexadecimal digit" },
        { $"{One} {Two}\n", "Line 1 of the key file PATH has 129 characters" },
        { $"{One}\n{Two}\n{Three}\n", "has more than two keys; line 3 is one too many" },
        { $"{One}\n# and once more\n{One.ToUpperInvariant()}\n", "Line 3 of the key file PATH is the same key again" },
        { new string('0', 64), "Line 1 of the key file PATH is one byte over and over" },
        { $"{One}\n{new string('a', 64)}", "Line 2 of the key file PATH is one byte over and over" },
        { new string('\0', 32), "is one byte over and over" },
        { new string('\n', 4096 - 64) + One + "\n", "has more than 4096 bytes" },
        { new string('\u0001', 33), "Line 1 of the key file PATH has 33 characters" },
    };

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Theory]
    [InlineData(One)]
    [InlineData(One + "\n")]
    [InlineData("# from the workshop\r\n\r\n  " + One + "\t\r\n\r\n")]
    [InlineData("\uFEFF" + One + "\r\n")]
    public void A_line_of_64_digits_is_a_key_whatever_blank_lines_and_comments_are_around(string text)
    {
        Write(text);
        var keys = KeyFile.Read(FilePath);
        Assert.Equal("one key", keys.ToString());
        Assert.True(IsSame(Keys(One), keys));
    }

    [Fact]
    public void Of_two_keys_the_first_signs_and_both_are_accepted()
    {
        Write($"{One}\n{Two}\n");
        var keys = KeyFile.Read(FilePath);
        Assert.Equal("two keys", keys.ToString());
        Assert.True(IsSame(Keys(One), keys));
        Assert.True(Accepts(keys, Keys(Two)));
        Assert.False(Accepts(keys, Keys(Three)));
    }

    [Fact]
    public void A_file_of_32_bytes_is_one_raw_key()
    {
        WriteBytes(Convert.FromHexString(One));
        Assert.True(IsSame(Keys(One), KeyFile.Read(FilePath)));
    }

    [Fact]
    public void A_file_of_4096_bytes_is_read()
    {
        Write(new string('\n', 4096 - 64) + One);
        Assert.True(IsSame(Keys(One), KeyFile.Read(FilePath)));
    }

    [Theory]
    [MemberData(nameof(Bad), DisableDiscoveryEnumeration = true)]
    public void What_is_no_key_is_refused_with_the_line_and_without_a_word_of_what_is_in_it(string text, string message)
    {
        Write(text);
        var refusal = Refusal();
        Assert.Contains(message.Replace("PATH", FilePath, StringComparison.Ordinal), refusal.What, StringComparison.Ordinal);
        Assert.Equal($"{refusal.What} {refusal.Remedy}", refusal.Message);
        foreach (var part in (string[])[One, Two, Three])
        {
            for (var at = 0; at + 4 <= part.Length; at += 4)
                Assert.DoesNotContain(part[at..(at + 4)], refusal.ToString().Replace(_directory, "", StringComparison.Ordinal), StringComparison.OrdinalIgnoreCase);
        }
    }

    [Fact]
    public void A_file_that_is_not_there_is_refused()
    {
        Assert.StartsWith("There is no key file", Refusal().What, StringComparison.Ordinal);
        Assert.Contains("izzy key new", Refusal().Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void A_directory_is_refused_as_one()
    {
        Directory.CreateDirectory(FilePath);
        Assert.EndsWith("is a directory.", Refusal().What, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a\0b")]
    public void A_path_that_no_file_can_have_is_refused(string path) => Assert.Throws<KeyFileException>(() => KeyFile.Read(path));

    [Fact]
    public void What_the_system_does_not_let_be_read_is_refused_with_its_reason()
    {
        // Whoever runs as root may read any file, but not what is no file: this one of the kernel's cannot be read from its start.
        Assert.SkipWhen(OperatingSystem.IsWindows(), "It has no such file.");
        File.CreateSymbolicLink(FilePath, "/proc/self/mem");
        Assert.Contains("cannot be read: ", Refusal().What, StringComparison.Ordinal);
    }

    [Fact]
    public void A_pipe_is_refused_which_would_be_empty_at_the_second_reading()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "A pipe has no path elsewhere.");
        using var pipe = new AnonymousPipeServerStream(PipeDirection.Out);
        pipe.Write(Encoding.ASCII.GetBytes(One));
        var refusal = Assert.Throws<KeyFileException>(() => KeyFile.Read($"/proc/self/fd/{pipe.ClientSafePipeHandle.DangerousGetHandle()}"));
        Assert.Contains("no file that can be kept", refusal.What, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(UnixFileMode.GroupRead)]
    [InlineData(UnixFileMode.GroupWrite)]
    [InlineData(UnixFileMode.GroupExecute)]
    [InlineData(UnixFileMode.OtherRead)]
    [InlineData(UnixFileMode.OtherWrite)]
    [InlineData(UnixFileMode.OtherExecute)]
    public void A_file_that_others_may_use_is_refused_with_how_to_mend_it_through_a_link_too(UnixFileMode others)
    {
        if (OperatingSystem.IsWindows())
            return;
        Write(One);
        File.SetUnixFileMode(FilePath, OwnerAlone | others);
        Assert.Contains("others than its owner", Refusal().What, StringComparison.Ordinal);
        Assert.Equal($"chmod 600 {FilePath}", Refusal().Remedy);
        var link = FilePath + "-link";
        File.CreateSymbolicLink(link, FilePath);
        Assert.Throws<KeyFileException>(() => KeyFile.Read(link));
        File.SetUnixFileMode(FilePath, OwnerAlone);
        Assert.True(IsSame(Keys(One), KeyFile.Read(link)));
        File.SetUnixFileMode(FilePath, UnixFileMode.UserRead);
        Assert.True(IsSame(Keys(One), KeyFile.Read(FilePath)));
    }

    [Fact]
    public void In_the_directory_of_a_services_credentials_the_groups_right_to_read_is_that_of_the_service()
    {
        if (OperatingSystem.IsWindows())
            return;
        Write(One);
        File.SetUnixFileMode(FilePath, UnixFileMode.UserRead | UnixFileMode.GroupRead);
        foreach (var none in (string?[])[null, ""])
            Assert.Equal($"chmod 600 {FilePath}", Assert.Throws<KeyFileException>(() => KeyFile.Read(FilePath, none)).Remedy);
        Assert.Throws<KeyFileException>(() => KeyFile.Read(FilePath, credentials: Path.GetDirectoryName(_directory)));
        Assert.Throws<KeyFileException>(() => KeyFile.Read(FilePath, credentials: _directory + "x"));
        Assert.True(IsSame(Keys(One), KeyFile.Read(FilePath, credentials: _directory)));
        Assert.True(IsSame(Keys(One), KeyFile.Read(FilePath, credentials: _directory + "/")));
        File.SetUnixFileMode(FilePath, UnixFileMode.UserRead);
        foreach (var any in (string?[])[null, "", _directory])
            Assert.True(IsSame(Keys(One), KeyFile.Read(FilePath, any)));
        File.SetUnixFileMode(FilePath, UnixFileMode.UserRead | UnixFileMode.OtherRead);
        Assert.Throws<KeyFileException>(() => KeyFile.Read(FilePath, credentials: _directory));
        File.SetUnixFileMode(FilePath, UnixFileMode.UserRead | UnixFileMode.GroupWrite);
        Assert.Throws<KeyFileException>(() => KeyFile.Read(FilePath, credentials: _directory));
    }

    [Fact]
    public void A_new_key_is_its_owners_alone_can_be_read_and_is_another_each_time()
    {
        KeyFile.Create(FilePath);
        KeyFile.Create(FilePath + "2");
        if (!OperatingSystem.IsWindows())
            Assert.Equal(OwnerAlone, File.GetUnixFileMode(FilePath));
        Assert.True(IsSame(KeyFile.Read(FilePath), KeyFile.Read(FilePath)));
        Assert.False(IsSame(KeyFile.Read(FilePath), KeyFile.Read(FilePath + "2")));
        var lines = File.ReadAllLines(FilePath);
        Assert.Equal(2, lines.Length);
        Assert.Contains("Mother and each of her IZZYs", lines[0], StringComparison.Ordinal);
    }

    [Fact]
    public void A_new_key_never_overwrites_a_file()
    {
        Write("precious");
        var refusal = Assert.Throws<KeyFileException>(() => KeyFile.Create(FilePath));
        Assert.EndsWith("is there already.", refusal.What, StringComparison.Ordinal);
        Assert.Equal("precious", File.ReadAllText(FilePath));
    }

    [Fact]
    public void A_new_key_where_none_can_be_written_is_refused_and_leaves_nothing()
    {
        var path = Path.Combine(_directory, "none", "key");
        Assert.Contains("cannot be written", Assert.Throws<KeyFileException>(() => KeyFile.Create(path)).What, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(_directory));
    }

    private static VerificationKeys Keys(string digits) => new(Convert.FromHexString(digits));

    private static bool IsSame(VerificationKeys one, VerificationKeys other) => Accepts(one, other) && Accepts(other, one);

    private static bool Accepts(VerificationKeys who, VerificationKeys signer)
    {
        var mac = new byte[VerificationTrailer.MacLength];
        signer.Sign("beat"u8, mac);
        return who.Accept("beat"u8, mac);
    }

    private KeyFileException Refusal() => Assert.Throws<KeyFileException>(() => KeyFile.Read(FilePath));

    private void Write(string text) => WriteBytes(Encoding.UTF8.GetBytes(text));

    private void WriteBytes(byte[] bytes)
    {
        File.WriteAllBytes(FilePath, bytes);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(FilePath, OwnerAlone);
    }
}
