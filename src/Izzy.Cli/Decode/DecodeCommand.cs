using System.CommandLine;
using Izzy.Capture.Analysis;
using Izzy.Cli.Input;
using Izzy.Cli.Output;
using Izzy.Cli.Packets;
using Izzy.Cli.Settings;
using Izzy.Cli.Text;
using Izzy.Heartbeat;
using Izzy.Heartbeat.Protocol;
using Izzy.Wording;

namespace Izzy.Cli.Decode;

/// <summary>The command <c>decode</c>: explains packets and captures from its arguments, or packets from standard input a line each.</summary>
internal static class DecodeCommand
{
    /// <summary>The longest datagram of UDP, with <c>0x</c> before each byte and two characters between them.</summary>
    private const int LongestLine = 6 * 65_536;

    private static readonly string[] s_endings = [".pcap", ".pcapng", ".cap", ".gz"];

    /// <summary>Makes the command.</summary>
    /// <param name="input">Where packets are read from when no argument is given; null for standard input.</param>
    public static Command Create(TextReader? input = null)
    {
        var packets = new Argument<string[]>("HEX|FILE")
        {
            Arity = ArgumentArity.ZeroOrMore,
            Description = "A packet in hexadecimal digits each, in either case; in quotation marks if there are spaces in it. Colons and 0x may stand in it. "
                + "Or a capture (pcap or pcapng). Without any, packets are read from standard input, a line each.",
        };
        var asJson = Setting.Flag("--json", "Write a line of JSON for each packet.");
        var summary = Setting.Flag("--summary", "Of a capture: the summary alone.");
        var limit = Setting.Duration("--limit", "Of a capture: tell where a client with this limit would have stopped.", HeartbeatPreset.Rehearsal.Limit);
        var keyFile = KeyFileSetting.CreateForLookers();
        var ports = new PortSettings();
        var command = new Command("decode", "Explains packets and captures. Ends with 1 if any packet is bad or a capture damaged.") { packets, asJson, summary, limit, keyFile, ports.ToClient, ports.FromClient };
        command.Runs((parsed, settings) =>
        {
            // An argument takes any text, and a slip in an option must not be explained as a packet.
            var arguments = parsed.GetValue(packets) ?? [];
            if (arguments.FirstOrDefault(argument => argument.StartsWith('-')) is { } slip)
                throw new CommandException(CommandLine.Unknown(parsed, slip));
            var output = parsed.InvocationConfiguration.Output;
            var keys = KeyFileSetting.Read(settings, keyFile);
            var captures = new CaptureDecoder(
                new HeartbeatPorts(settings.Get(ports.ToClient), settings.Get(ports.FromClient)), LimitSetting.Get(settings, limit), keys, settings.Get(asJson), settings.Get(summary), output);
            var decoder = new Decoder(output, settings.Get(asJson), keys, captures, parsed.InvocationConfiguration.Error);
            if (arguments.FirstOrDefault(IsMissingFile) is { } missing)
                throw new CommandException(new Problem(Directory.Exists(missing) ? $"{Cells.Quote(missing)} is a folder." : $"There is no file {Cells.Quote(missing)}.", "Name a capture that exists, or write a packet in hexadecimal digits."));
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
        {
            // What reads as digits is a packet, whatever files there are.
            if (!Hex.TryParse(packet, out _, out _) && File.Exists(packet))
                decoder.DecodeFile(packet);
            else
                decoder.Decode(packet);
        }
    }

    private static bool IsMissingFile(string argument) =>
        !Hex.TryParse(argument, out _, out _) && !File.Exists(argument)
        && (argument.Contains(Path.DirectorySeparatorChar, StringComparison.Ordinal) || s_endings.Any(ending => argument.EndsWith(ending, StringComparison.OrdinalIgnoreCase)));

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
    private sealed class Decoder(TextWriter output, bool asJson, VerificationKeys? keys, CaptureDecoder captures, TextWriter error)
    {
        private const string BadHex = "bad-hex";

        private bool _isFirst = true;

        public bool AllGood { get; private set; } = true;

        public void Decode(string packet)
        {
            if (!Hex.TryParse(packet, out var bytes, out var message))
                Refuse(message);
            else if (HeartbeatMessage.TryDecode(bytes, out var decoded, out var reason))
                Explain(decoded);
            else
                Refuse(Words.Of(reason), HeartbeatMessage.Explain(bytes, reason), bytes);
        }

        private void Explain(HeartbeatMessage message)
        {
            var signature = Signature.Of(message, keys);
            AllGood &= signature?.Mac != MacCheck.Wrong;
            Write(asJson ? PacketJson.Of(message, signature) : PacketText.Of(message, signature));
        }

        public void DecodeFile(string path)
        {
            if (!asJson)
            {
                if (!_isFirst)
                    output.WriteLine();
                output.WriteLine($"Capture {Cells.Quote(path)}");
            }

            _isFirst = false;
            AllGood &= captures.Decode(path, out var problem);
            if (problem is not null)
                Failure.Report(error, problem);
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
