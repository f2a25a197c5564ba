using System.CommandLine;
using Izzy.Cli.Monitor;
using Izzy.Cli.Settings;

namespace Izzy.Cli.Tests.Monitor;

public class MonitorCommandTests
{
    [Fact]
    public void A_key_file_that_cannot_be_used_is_told_before_anything_is_listened_to()
    {
        using var output = new StringWriter();
        using var error = new StringWriter();

        var code = CommandLine.Run(new RootCommand { MonitorCommand.Create() }, ["monitor", "--seconds", "1", "--key-file", "no-such-key"], output, error);

        Assert.Equal((2, ""), (code, output.ToString()));
        Assert.StartsWith("There is no key file no-such-key.", error.ToString(), StringComparison.Ordinal);
    }
}
