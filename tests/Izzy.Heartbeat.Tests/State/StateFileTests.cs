using System.Diagnostics;
using Izzy.Heartbeat.State;

namespace Izzy.Heartbeat.Tests.State;

/// <summary>Rules S14 and S18. Each test has a directory of its own.</summary>
public sealed class StateFileTests : IDisposable
{
    private readonly string _directory = Path.Combine(Path.GetTempPath(), "izzy-state-" + Guid.NewGuid().ToString("N"));

    private string FilePath => Path.Combine(_directory, "mother.state");

    public void Dispose()
    {
        if (Directory.Exists(_directory))
            Directory.Delete(_directory, recursive: true);
    }

    [Fact]
    public void A_new_one_has_an_id_and_no_stop_and_makes_its_directory()
    {
        using var state = Open();
        Assert.NotEqual(Guid.Empty, state.Id);
        Assert.False(state.IsStopped);
        Assert.Null(state.Damage);
    }

    [Fact]
    public void The_id_outlives_the_process()
    {
        Guid id;
        using (var first = Open())
            id = first.Id;
        using var second = Open();
        Assert.Equal(id, second.Id);
        Assert.False(second.IsStopped);
    }

    [Fact]
    public void A_stop_that_goes_into_a_removed_file_is_not_said_to_be_kept()
    {
        using var state = Open();
        Directory.Delete(_directory, recursive: true);
        var exception = Assert.Throws<IOException>(() => state.Keep(stopped: true));
        Assert.Contains("was removed", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_given_id_is_kept_from_then_on_and_takes_no_stop_away()
    {
        var id = Guid.NewGuid();
        using (var first = Open())
            first.Keep(stopped: true);
        using (var second = StateFile.Open(_directory, "mother", id))
            Assert.Equal((id, true), (second.Id, second.IsStopped));
        using var third = Open();
        Assert.Equal((id, true), (third.Id, third.IsStopped));
    }

    [Fact]
    public void A_stop_is_on_disk_when_the_call_returns_and_a_reset_clears_it()
    {
        using (var first = Open())
        {
            first.Keep(stopped: true);
            Assert.EndsWith(" stopped\n", ReadShared(), StringComparison.Ordinal);
        }

        using (var second = Open())
        {
            Assert.True(second.IsStopped);
            second.Keep(stopped: false);
        }

        using var third = Open();
        Assert.False(third.IsStopped);
    }

    [Theory]
    [InlineData("rubbish")]
    [InlineData("00000000-0000-0000-0000-00000000000 running\n")]
    [InlineData("7f9c2ba4-e88f-4f1b-9d3a-0a6b5c4d3e2f walking\n")]
    [InlineData("7f9c2ba4-e88f-4f1b-9d3a-0a6b5c4d3e2f\n")]
    [InlineData("7f9c2ba4-e88f-4f1b-9d3a-0a6b5c4d3e2f running\n7f9c2ba4-e88f-4f1b-9d3a-0a6b5c4d3e2f running\n and a long tail")]
    public void Of_damaged_content_a_stop_is_assumed_and_the_next_start_finds_it_healed(string content)
    {
        Directory.CreateDirectory(_directory);
        File.WriteAllText(FilePath, content);
        Guid id;
        using (var first = Open())
        {
            Assert.True(first.IsStopped);
            Assert.Contains(FilePath, first.Damage, StringComparison.Ordinal);
            id = first.Id;
        }

        using var second = Open();
        Assert.Null(second.Damage);
        Assert.True(second.IsStopped);
        Assert.Equal(id, second.Id);
    }

    [Fact]
    public void A_second_opener_is_refused_and_told_who_has_it()
    {
        using var first = Open();
        var refusal = Assert.Throws<HeartbeatStartException>(Open);
        Assert.Contains($"Process {Environment.ProcessId} already runs", refusal.Message, StringComparison.Ordinal);
        Assert.Contains(FilePath, refusal.Message, StringComparison.Ordinal);
        Assert.Contains("another name", refusal.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void A_directory_that_cannot_be_made_is_refused_with_what_to_do()
    {
        Directory.CreateDirectory(_directory);
        var file = Path.Combine(_directory, "a-file");
        File.WriteAllText(file, "");
        var refusal = Assert.Throws<HeartbeatStartException>(() => StateFile.Open(Path.Combine(file, "below"), "mother"));
        Assert.Contains("cannot be written", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("writable", refusal.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void An_unwritable_directory_is_refused_with_what_to_do()
    {
        // Whoever runs as root may write anywhere, except into the kernel's own tree.
        var refusal = Assert.Throws<HeartbeatStartException>(() => StateFile.Open("/proc/izzy", "mother"));
        Assert.Contains("/proc/izzy cannot be written", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_full_disk_is_refused_with_what_to_do_and_leaves_nothing_locked()
    {
        Directory.CreateDirectory(_directory);
        File.CreateSymbolicLink(FilePath, "/dev/full");
        for (var attempt = 0; attempt < 2; attempt++)
        {
            var refusal = Assert.Throws<HeartbeatStartException>(Open);
            Assert.Contains($"{_directory} cannot be written", refusal.Message, StringComparison.Ordinal);
            Assert.Contains("Make room", refusal.Remedy, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_read_only_disk_is_not_taken_for_another_process()
    {
        Open().Dispose();
        Assert.False(StateFile.IsInUse(FilePath, new IOException("Read-only file system", 30)));
        Assert.True(StateFile.IsInUse(FilePath, new IOException("The process cannot access the file because it is being used by another process.", 11)));
    }

    [Fact]
    public void A_directory_that_went_away_does_not_hinder_leaving()
    {
        var state = Open();
        Directory.Delete(_directory, recursive: true);
        state.Dispose();
    }

    [Fact]
    public void The_file_name_is_readable_and_different_for_names_that_read_alike()
    {
        Assert.Equal("mother-9001-9000", StateFile.Stem("mother", "", 9001, 9000));
        Assert.StartsWith("client-throne_2-", StateFile.Stem("client", "throne/2", 9001, 9000), StringComparison.Ordinal);
        Assert.NotEqual(StateFile.Stem("client", "throne/2", 9001, 9000), StateFile.Stem("client", "throne 2", 9001, 9000));
        Assert.NotEqual(StateFile.Stem("client", "throne", 9001, 9000), StateFile.Stem("client", "throne", 9002, 9000));
        Assert.InRange(StateFile.Stem("client", new string('x', 179), 65_535, 65_535).Length, 1, 60);
    }

    private StateFile Open() => StateFile.Open(_directory, "mother");

    [Theory]
    [InlineData("", "811c9dc5")]
    [InlineData("a", "e40c292c")]
    [InlineData("foobar", "bf9cf968")]
    public void A_digest_of_a_name_is_FNV_1a_with_its_published_values(string name, string digest) => Assert.Equal(digest, StateFile.Digest(name));

    private string ReadShared()
    {
        // Another process, for the lock of this one keeps it from opening the file a second time.
        using var cat = Process.Start(new ProcessStartInfo("cat", FilePath) { RedirectStandardOutput = true })!;
        return cat.StandardOutput.ReadToEnd();
    }
}
