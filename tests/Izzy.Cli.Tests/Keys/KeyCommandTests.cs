using Izzy.Cli.Settings;
using Izzy.Heartbeat.State;

namespace Izzy.Cli.Tests.Keys;

/// <summary>The command as it is typed. Each test has a directory of its own.</summary>
public sealed class KeyCommandTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("izzy-test-").FullName;
    private readonly StringWriter _output = new();
    private readonly StringWriter _error = new();

    private string FilePath => Path.Combine(_directory, "key");

    public void Dispose()
    {
        Directory.Delete(_directory, recursive: true);
        _output.Dispose();
        _error.Dispose();
    }

    [Fact]
    public void A_new_key_is_made_and_where_it_goes_next_is_said_and_never_the_key()
    {
        Assert.Equal(ExitCodes.Fine, Run("key", "new", FilePath));
        Assert.Equal("one key", KeyFile.Read(FilePath).ToString());
        Assert.StartsWith(FilePath, _output.ToString(), StringComparison.Ordinal);
        Assert.Contains($"sha256sum {FilePath}\n", _output.ToString(), StringComparison.Ordinal);
        var key = File.ReadAllLines(FilePath)[^1];
        Assert.Equal(64, key.Length);
        for (var at = 0; at + 8 <= key.Length; at++)
            Assert.DoesNotContain(key[at..(at + 8)], _output.ToString() + _error, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void A_file_that_is_there_is_left_as_it_is()
    {
        File.WriteAllText(FilePath, "precious");
        AssertRefused($"{FilePath} is there already.", "key", "new", FilePath);
        Assert.Equal("precious", File.ReadAllText(FilePath));
    }

    [Fact]
    public void A_directory_that_is_not_there_is_refused() => AssertRefused("cannot be written", "key", "new", Path.Combine(_directory, "none", "key"));

    [Fact]
    public void Without_a_file_or_a_word_what_is_missing_is_said()
    {
        AssertRefused("Required", "key", "new");
        AssertRefused("Required", "key");
    }

    // Each of them before it takes a port or a directory.
    [Theory]
    [InlineData("mother")]
    [InlineData("client", "--name", "sofa")]
    [InlineData("client", "--name", "sofa", "--attach")]
    [InlineData("demo", "--no-panel", "--seconds", "1")]
    [InlineData("simulate", "--seconds", "1")]
    [InlineData("monitor", "--seconds", "1")]
    [InlineData("decode")]
    public void Whoever_is_given_a_key_that_cannot_be_used_does_not_start_and_says_what_to_do(params string[] arguments)
    {
        AssertRefused("There is no key file", [.. arguments, "--key-file", FilePath]);
        File.WriteAllText(FilePath, "0123456789abcdef");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(FilePath, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead);
            AssertRefused("others than its owner", [.. arguments, "--key-file", FilePath]);
            Assert.Equal($"chmod 600 {FilePath}", _error.ToString().TrimEnd().Split('\n')[^1]);
            File.SetUnixFileMode(FilePath, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        AssertRefused("Line 1 of the key file", [.. arguments, "--key-file", FilePath]);
        Assert.DoesNotContain("0123", _error.ToString(), StringComparison.Ordinal);
    }

    private void AssertRefused(string expected, params string[] arguments)
    {
        _error.GetStringBuilder().Clear();
        Assert.Equal(ExitCodes.Usage, Run(arguments));
        var lines = _error.ToString().TrimEnd().Split('\n');
        Assert.Equal(2, lines.Length);
        Assert.Contains(expected, lines[0], StringComparison.Ordinal);
    }

    private int Run(params string[] arguments) =>
        CommandLine.Run(Root.Create(), arguments.Contains("mother") || arguments.Contains("client") ? [.. arguments, "--state", Path.Combine(_directory, "state")] : arguments, _output, _error);
}
