using System.Text;

namespace Izzy.Cli.Input;

/// <summary>Standard input as lines.</summary>
internal static class StandardInput
{
    /// <summary>
    /// A reader of its own. <see cref="Console.In"/> takes keys one by one at a terminal, and waits until a whole buffer is full
    /// when it is asked for one.
    /// </summary>
    public static TextReader Open() =>
        new StreamReader(Console.OpenStandardInput(), OperatingSystem.IsWindows() ? Console.InputEncoding : Encoding.UTF8, detectEncodingFromByteOrderMarks: true);
}
