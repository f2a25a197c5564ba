using System.CommandLine;
using Izzy.Cli.Input;
using Izzy.Cli.Output;
using Izzy.Cli.Settings;
using Izzy.Cli.Text;
using Izzy.Heartbeat.Protocol;
using Izzy.Wording;

namespace Izzy.Cli.Decode;

/// <summary>The command <c>decode</c>: explains packets from its arguments, or from standard input a line each.</summary>
internal static class DecodeCommand
{
    /// <summary>The longest datagram of UDP, with <c>0x</c> before each byte and two characters between them.</summary>
    private const int LongestLine = 6 * 65_536;

    /// <summary>Makes the command.</summary>
    /// <param name="input">Where packets are read from when no argument is given; null for standard input.</param>
    public static Command Create(TextReader? input = null)
    {
        var packets = new Argument<string[]>("HEX")
        {
            Arity = ArgumentArity.ZeroOrMore,
            Description = "A packet in hexadecimal digits each, in either case; in quotation marks if there are spaces in it. Colons and 0x may stand in it. "
                + "Without any, packets are read from standard input, a line each.",
        };
        var asJson = Setting.Flag("--json", "Write a line of JSON for each packet.");
        var command = new Command("decode", "Explains packets. Ends with 1 if any of them is bad.") { packets, asJson };
        command.Runs((parsed, settings) =>
        {
            // An argument takes any text, and a slip in an option must not be explained as a packet.
            var arguments = parsed.GetValue(packets) ?? [];
            if (arguments.FirstOrDefault(argument => argument.StartsWith('-')) is { } slip)
                throw new CommandException(CommandLine.Unknown(parsed, slip));
            var output = parsed.InvocationConfiguration.Output;
            var decoder = new Decoder(output, settings.Get(asJson));
            try
            {
                if (arguments.Length > 0)
                    Decode(decoder, arguments, parsed.InvocationConfiguration.Error);
                else
                    Decode(decoder, input ?? Open(parsed.InvocationConfiguration.Error));
            }
            catch (Exception exception) when (Outputs.IsGone(exception))
            {
                // Not a reader who has seen enough, as head does: the console takes that for written.
                throw new CommandException(new Problem($"The packets cannot be read or explained to their end: {exception.Message}", "Check the disk, or the program at the other end."), ExitCodes.BadPacketOrState);
            }

            return decoder.AllGood ? ExitCodes.Fine : ExitCodes.BadPacketOrState;
        });
        return command;
    }

    private static TextReader Open(TextWriter error)
    {
        if (!Console.IsInputRedirected)
            error.WriteLine(OperatingSystem.IsWindows() ? "Type a packet in hexadecimal digits on each line; Ctrl-Z ends." : "Type a packet in hexadecimal digits on each line; Ctrl-D ends.");
        return StandardInput.Open();
    }

    private static void Decode(Decoder decoder, string[] packets, TextWriter error)
    {
        // What a shell makes of a dump with spaces that nobody put into quotation marks.
        if (packets.Length > 1 && packets.All(packet => packet.Length <= 4))
            Failure.Report(error, $"Each of the {packets.Length} arguments is read as a packet of its own.", "Put a packet with spaces into quotation marks, such as \"10 69 7a\".");
        foreach (var packet in packets)
            decoder.Decode(packet);
    }

    private static void Decode(Decoder decoder, TextReader input)
    {
        var lines = new BoundedLines(input, LongestLine);
        while (lines.TryRead(out var line))
        {
            if (line is null)
                decoder.Refuse($"The line has more than {LongestLine} characters, and no datagram is that long.");
            else if (!string.IsNullOrWhiteSpace(line))
                decoder.Decode(line);
        }
    }

    /// <summary>Writes what each packet is, and remembers whether any was bad.</summary>
    private sealed class Decoder(TextWriter output, bool asJson)
    {
        private const string BadHex = "bad-hex";

        private bool _isFirst = true;

        public bool AllGood { get; private set; } = true;

        public void Decode(string packet)
        {
            if (!Hex.TryParse(packet, out var bytes, out var message))
                Refuse(message);
            else if (HeartbeatMessage.TryDecode(bytes, out var decoded, out var reason))
                Write(asJson ? PacketJson.Of(decoded) : PacketText.Of(decoded));
            else
                Refuse(Words.Of(reason), HeartbeatMessage.Explain(bytes, reason), bytes);
        }

        public void Refuse(string message) => Refuse(BadHex, message, []);

        private void Refuse(string error, string message, byte[] bytes)
        {
            AllGood = false;
            Write(asJson ? PacketJson.OfBad(error, message) : PacketText.OfBad(error, message, bytes));
        }

        private void Write(string text)
        {
            if (!asJson && !_isFirst)
                output.WriteLine();
            _isFirst = false;
            output.WriteLine(text);
            output.Flush();
        }
    }
}
