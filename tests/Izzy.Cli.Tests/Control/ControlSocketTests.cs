using System.Net.Sockets;
using System.Text;
using Izzy.Cli.Control;
using Izzy.Heartbeat;

namespace Izzy.Cli.Tests.Control;

public sealed class ControlSocketTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("izzy-control-").FullName;

    private string At => Path.Combine(_directory, "d.sock");

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void One_line_in_one_line_out_as_long_as_it_may_be()
    {
        var most = new string('x', ControlSocket.LongestAnswer - 1);
        using var socket = Open(line => line == "all" ? most : $"<{line}>");
        Assert.Equal("<stop>", ControlSocket.Ask(At, " stop "));
        Assert.Equal(most, ControlSocket.Ask(At, "all"));
        Assert.Equal("<>", ControlSocket.Ask(At, ""));
    }

    [Fact]
    public void A_line_in_pieces_or_without_its_end_is_one_line()
    {
        using var socket = Open(line => $"<{line}>");
        Assert.Equal("<reset>\n", Say(end: false, "re", "set\n"));
        Assert.Equal("<reset>\n", Say(end: true, "reset"));
    }

    [Fact]
    public void A_line_that_is_too_long_is_not_answered_and_the_next_is()
    {
        var heard = new List<string>();
        using var socket = Open(line =>
        {
            heard.Add(line);
            return "yes";
        });
        Assert.Equal("", Say(end: false, new string('x', ControlSocket.LongestLine)));
        Assert.Equal("yes", ControlSocket.Ask(At, "stop"));
        Assert.Equal(["stop"], heard);
    }

    [Fact]
    public void An_answer_that_fails_costs_nobody_but_who_asked()
    {
        using var socket = Open(line => line == "bad" ? throw new InvalidOperationException("no") : "yes");
        Assert.Null(ControlSocket.Ask(At, "bad"));
        Assert.Equal("yes", ControlSocket.Ask(At, "good"));
    }

    [Fact]
    public void What_a_killed_process_left_behind_is_replaced_and_what_is_closed_is_gone()
    {
        File.WriteAllText(At, "");
        using (Open(_ => "yes"))
        {
            Assert.Equal("yes", ControlSocket.Ask(At, "x"));
            if (!OperatingSystem.IsWindows())
                Assert.Equal((UnixFileMode)0b110_110_000, File.GetUnixFileMode(At));
        }

        Assert.False(File.Exists(At));
        Assert.Null(ControlSocket.Ask(At, "x"));
    }

    [Fact]
    public void A_path_that_is_too_long_is_said_with_what_to_do()
    {
        var exception = Assert.Throws<HeartbeatStartException>(() => ControlSocket.Open(Path.Combine(_directory, new string('x', 120)), "izzy drill", line => line));
        Assert.Contains("'izzy drill'", exception.Message, StringComparison.Ordinal);
        Assert.Contains("shorter path", exception.Remedy, StringComparison.Ordinal);
    }

    private ControlSocket Open(Func<string, string> answer) => ControlSocket.Open(At, "izzy test", answer);

    private string Say(bool end, params string[] pieces)
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Connect(new UnixDomainSocketEndPoint(At));
        foreach (var piece in pieces)
            socket.Send(Encoding.UTF8.GetBytes(piece));
        if (end)
            socket.Shutdown(SocketShutdown.Send);
        var answer = new byte[100];
        var length = 0;
        for (var read = 1; read > 0; length += read)
            read = socket.Receive(answer.AsSpan(length));
        return Encoding.UTF8.GetString(answer, 0, length);
    }
}
