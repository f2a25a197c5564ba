using System.Text;
using System.Threading.Channels;
using Izzy.Cli.Output;
using Izzy.Heartbeat;

namespace Izzy.Cli.Tests.Output;

public sealed class RecorderTests : IDisposable
{
    private static readonly TimeSpan s_bound = TimeSpan.FromSeconds(30);

    private readonly string _directory = Directory.CreateTempSubdirectory("izzy-").FullName;
    private readonly Channel<HeartbeatEvent> _events = Channel.CreateUnbounded<HeartbeatEvent>();

    private string FilePath => Path.Combine(_directory, "events.jsonl");

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Theory]
    [InlineData(null, "")]
    [InlineData("{\"old\":1}\n", "{\"old\":1}\n")]
    [InlineData("{\"torn\":", "{\"torn\":\n")]
    public void Events_are_appended_a_line_each_whatever_stood_there(string? before, string begins)
    {
        if (before is not null)
            File.WriteAllText(FilePath, before);

        using (var recorder = Recorder.Open(FilePath))
        {
            recorder.Start(_events.Reader, TextWriter.Null);
            foreach (var happened in Samples.Events)
                _events.Writer.TryWrite(happened);
            _events.Writer.Complete();
            Assert.True(recorder.Finish(s_bound));
            // With the system already, while the recorder still holds the file.
            Assert.Equal(begins + string.Concat(Samples.Events.Select(happened => happened.ToJson() + "\n")), File.ReadAllText(FilePath));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("no/such/directory/events.jsonl")]
    [InlineData("a\0b")]
    public void A_file_that_cannot_be_opened_is_named_before_anything_starts(string name)
    {
        var problem = Assert.Throws<CommandException>(() => Recorder.Open(name.Length == 0 ? "" : Path.Combine(_directory, name))).Problem;

        Assert.StartsWith("Events cannot be recorded in '", problem.What, StringComparison.Ordinal);
        Assert.NotEmpty(problem.Remedy);
    }

    [Fact]
    public void A_disk_that_is_full_is_told_once_and_the_next_event_tried_all_the_same()
    {
        using var file = new Disk { FullFor = 2 };
        using var error = new StringWriter();
        var recorder = new Recorder(file, "events.jsonl");
        _events.Writer.TryWrite(Samples.Events[0]);
        _events.Writer.TryWrite(Samples.Events[1]);
        _events.Writer.TryWrite(Samples.Events[2]);
        _events.Writer.Complete();

        recorder.Start(_events.Reader, error);
        Assert.True(recorder.Finish(s_bound));

        Assert.Equal(2, error.ToString().TrimEnd().Split('\n').Length);
        // What was cut off in the middle does not spoil the line after it.
        Assert.Equal("\n" + Samples.Events[2].ToJson() + "\n", Encoding.UTF8.GetString(file.ToArray()));
    }

    private sealed class Disk : MemoryStream
    {
        public int FullFor { get; set; }

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            if (FullFor-- > 0)
                throw new IOException("No space left on device");
            base.Write(buffer);
        }
    }
}
