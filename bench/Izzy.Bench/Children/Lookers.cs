using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Izzy.Bench.Children;

/// <summary>A process with as many open streams of the panel as browsers would have.</summary>
internal static class Lookers
{
    public const string Verb = "lookers";

    private static readonly byte[] s_granted = "HTTP/1.1 200"u8.ToArray();

    public static void Run(int port, int streams)
    {
        var sockets = Enumerable.Range(0, streams).Select(_ => Open(port)).ToList();
        Console.WriteLine(Child.Ready);
        var end = new Thread(() =>
        {
            while (Console.ReadLine() is not null)
            {
            }

            Environment.Exit(0);
        });
        end.Start();
        var buffer = new byte[65_536];
        while (true)
        {
            var readable = sockets.ToList();
            Socket.Select(readable, null, null, 1_000_000);
            foreach (var socket in readable)
            {
                if (socket.Receive(buffer) == 0)
                    throw new InvalidOperationException("The panel ended a stream.");
            }
        }
    }

    private static Socket Open(int port)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Connect(IPAddress.Loopback, port);
        socket.Send(Encoding.ASCII.GetBytes("GET /api/stream HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"));
        socket.ReceiveTimeout = 10_000;
        var answer = new byte[s_granted.Length];
        for (var read = 0; read < answer.Length;)
        {
            var more = socket.Receive(answer.AsSpan(read));
            read = more > 0 ? read + more : throw new InvalidOperationException("The panel answered nothing.");
        }

        return answer.AsSpan().SequenceEqual(s_granted)
            ? socket
            : throw new InvalidOperationException($"The panel refused a stream: {Encoding.ASCII.GetString(answer)}.");
    }
}
