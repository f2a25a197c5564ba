using System.CommandLine;
using Izzy.Cli.Install;
using Izzy.Cli.Settings;

namespace Izzy.Cli.Tests.Install;

/// <summary>The command on a root directory of the test's own; nothing of the machine is touched.</summary>
public sealed class InstallCommandTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("izzy-test-").FullName;
    private readonly StringWriter _output = new();
    private readonly StringWriter _error = new();

    public void Dispose()
    {
        Directory.Delete(_root, recursive: true);
        _output.Dispose();
        _error.Dispose();
    }

    private string Unit(string name) => Path.Combine(_root, "etc/systemd/system", name);

    [Fact]
    public void A_unit_is_written_for_all_to_read_and_what_to_do_next_is_said()
    {
        Assert.Equal(ExitCodes.Fine, Install("client", "--name", "sofa", "--limit", "500ms"));
        var text = File.ReadAllText(Unit("izzy-client-sofa.service"));
        Assert.Contains("ExecStart=/opt/izzy/izzy client --name sofa --limit 500ms --reset manual --state %S/izzy\n", text, StringComparison.Ordinal);
        Assert.Contains("enable izzy-client-sofa.service", _output.ToString(), StringComparison.Ordinal);
        Assert.Equal("izzy-client-sofa.service", Path.GetFileName(Assert.Single(Directory.GetFiles(Path.GetDirectoryName(Unit("x"))!))));
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead, File.GetUnixFileMode(Unit("izzy-client-sofa.service")));
    }

    [Fact]
    public void A_dry_run_prints_the_unit_and_writes_nothing()
    {
        Assert.Equal(ExitCodes.Fine, Install("mother", "--dry-run"));
        Assert.StartsWith($"# {Unit("izzy-mother.service")}\n[Unit]\n", _output.ToString(), StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(_root));
    }

    [Fact]
    public void One_that_differs_is_not_overwritten_unless_that_is_said()
    {
        Install("mother");
        Assert.Equal(ExitCodes.Fine, Install("mother"));
        File.AppendAllText(Unit("izzy-mother.service"), "# mine\n");
        Assert.Equal(ExitCodes.BadPacketOrState, Install("mother"));
        Assert.Contains("differs", _error.ToString(), StringComparison.Ordinal);
        Assert.Contains("# mine", File.ReadAllText(Unit("izzy-mother.service")), StringComparison.Ordinal);
        Assert.Equal(ExitCodes.Fine, Install("mother", "--force"));
        Assert.DoesNotContain("# mine", File.ReadAllText(Unit("izzy-mother.service")), StringComparison.Ordinal);
    }

    [Fact]
    public void The_stop_command_runs_after_the_service_ended_with_its_cause_and_the_name()
    {
        Install("client", "--name", "so fa", "--on-stop", "echo \"$IZZY_NAME 100%\"");
        var text = File.ReadAllText(Unit($"izzy-client-{UnitWords.NamePart("so fa")}.service"));
        Assert.Contains("ExecStopPost=/usr/bin/env IZZY_STOP_CAUSE=process-ended \"IZZY_NAME=so fa\" /bin/sh -c \"echo \\\"$$IZZY_NAME 100%%\\\"\"\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_client_that_permits_itself_is_not_started_again_by_itself()
    {
        Install("client", "--name", "sofa", "--reset", "auto");
        Install("client", "--name", "wagon");
        Assert.Contains("\nRestart=no\n", File.ReadAllText(Unit("izzy-client-sofa.service")), StringComparison.Ordinal);
        Assert.Contains("\nRestart=always\n", File.ReadAllText(Unit("izzy-client-wagon.service")), StringComparison.Ordinal);
    }

    [Fact]
    public void Devices_are_opened_to_it_one_by_one_and_none_without()
    {
        Install("client", "--name", "sofa", "--device", "/dev/gpiochip0", "--device", "/dev/ttyUSB0", "--group", "gpio", "--group", "dialout");
        Install("client", "--name", "wagon");
        var text = File.ReadAllText(Unit("izzy-client-sofa.service"));
        Assert.Contains("DevicePolicy=closed\nDeviceAllow=/dev/gpiochip0 rw\nDeviceAllow=/dev/ttyUSB0 rw\nSupplementaryGroups=gpio dialout\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain("PrivateDevices", text, StringComparison.Ordinal);
        Assert.Contains("PrivateDevices=yes", File.ReadAllText(Unit("izzy-client-wagon.service")), StringComparison.Ordinal);
    }

    [Fact]
    public void A_value_that_begins_with_a_hyphen_stays_a_value()
    {
        Install("client", "--name=-x");
        Assert.Contains(" client --name=-x --reset manual --state", File.ReadAllText(Assert.Single(Directory.GetFiles(Path.GetDirectoryName(Unit("x"))!))), StringComparison.Ordinal);
    }

    [Fact]
    public void Who_permits_a_client_is_written_out_so_that_no_variable_or_file_of_the_service_changes_it()
    {
        Install("client", "--name", "sofa");
        Install("client", "--name", "wagon", "--reset", "auto");
        Assert.Contains(" --reset manual ", File.ReadAllText(Unit("izzy-client-sofa.service")), StringComparison.Ordinal);
        Assert.Contains(" --reset auto ", File.ReadAllText(Unit("izzy-client-wagon.service")), StringComparison.Ordinal);
    }

    [Fact]
    public void A_stop_command_that_is_given_no_device_is_written_with_a_warning()
    {
        Assert.Equal(ExitCodes.Fine, Install("client", "--name", "sofa", "--on-stop", "/opt/izzy/relay.sh open", "--device", "/dev/gpiochip0"));
        Assert.Empty(_error.ToString());
        Assert.Equal(ExitCodes.Fine, Install("client", "--name", "wagon", "--on-stop", "/opt/izzy/relay.sh open"));
        Assert.Contains("no --device is named", _error.ToString(), StringComparison.Ordinal);
        Assert.True(File.Exists(Unit("izzy-client-wagon.service")));
    }

    [Fact]
    public void A_call_that_is_not_allowed_fails_and_does_not_end_the_process()
    {
        Install("mother");
        Assert.Contains("\nSystemCallErrorNumber=EPERM\n", File.ReadAllText(Unit("izzy-mother.service")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("izzy-client-sofa.service", "client", "--name", "sofa")]
    [InlineData("izzy-mother.service", "mother")]
    public void A_key_stays_roots_own_and_reaches_the_service_as_a_credential(string unit, params string[] arguments)
    {
        Install(arguments);
        Assert.DoesNotContain("Credential", File.ReadAllText(Unit(unit)), StringComparison.OrdinalIgnoreCase);
        // On an image the key may come later.
        Assert.Equal(ExitCodes.Fine, Install([.. arguments, "--key-file", "/etc/izzy/key", "--force"]));
        var text = File.ReadAllText(Unit(unit));
        Assert.Contains(" --state %S/izzy --key-file ${CREDENTIALS_DIRECTORY}/izzy-key\n", text, StringComparison.Ordinal);
        Assert.Contains("\nLoadCredential=izzy-key:/etc/izzy/key\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain("--key-file /etc", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_key_that_cannot_be_used_is_found_before_the_service_is_written_and_a_dry_run_needs_none()
    {
        var missing = Path.Combine(_root, "none");
        Assert.Equal(ExitCodes.Usage, RunHere("mother", "--key-file", missing));
        Assert.Contains($"There is no key file {missing}.", _error.ToString(), StringComparison.Ordinal);
        Assert.Equal(ExitCodes.Fine, RunHere("mother", "--key-file", missing, "--dry-run"));
        Assert.Contains($"LoadCredential=izzy-key:{missing}\n", _output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void With_a_key_a_name_that_leaves_no_room_is_refused_on_an_image_too()
    {
        Assert.Equal(ExitCodes.Usage, Install("client", "--name", new string('x', 132), "--key-file", "/etc/izzy/key"));
        Assert.Contains("with a key at most 131 fit", _error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("needs a name", "client")]
    [InlineData("no path that a unit can have", "mother", "--key-file", "key")]
    [InlineData("no path that a unit can have", "client", "--name", "x", "--key-file", "/etc/my key")]
    [InlineData("no path that a unit can have", "client", "--name", "x", "--key-file", "/etc/key\nUser=root")]
    [InlineData("become another user", "client", "--name", "x", "--on-stop", "sudo /opt/izzy/relay.sh open")]
    [InlineData("become another user", "client", "--name", "x", "--on-stop", "/usr/bin/sudo -n gpioset")]
    [InlineData("cannot be seen", "client", "--name", "x", "--on-stop", "/home/pi/relay.sh open")]
    [InlineData("cannot be seen", "client", "--name", "x", "--on-stop", "\"/root/relay.sh\" open")]
    [InlineData("cannot be seen", "client", "--name", "x", "--on-stop", "~/relay.sh;true")]
    [InlineData("has a NUL", "client", "--name", "x", "--on-stop", "echo a\0b", "--device", "/dev/gpiochip0")]
    [InlineData("The limit must be", "client", "--name", "x", "--limit", "1ms")]
    [InlineData("/var/lib/izzy", "client", "--name", "x", "--state", "/srv")]
    [InlineData("no program at its input", "client", "--name", "x", "--attach")]
    [InlineData("no device", "client", "--name", "x", "--device", "gpiochip0")]
    [InlineData("no device", "client", "--name", "x", "--device", "/dev/x rw\nUser=root")]
    [InlineData("no group", "client", "--name", "x", "--device", "/dev/x", "--group", "a b")]
    [InlineData("for a device", "client", "--name", "x", "--group", "gpio")]
    [InlineData("no path that a unit can have", "client", "--name", "x", "--program", "izzy")]
    [InlineData("no path that a unit can have", "client", "--name", "x", "--program", "/opt/my izzy/izzy")]
    [InlineData("The interval must be", "mother", "--interval", "1ms")]
    [InlineData("can be read by everyone", "mother", "--panel-token", "a long enough one")]
    [InlineData("in its own directory alone", "mother", "--record", "/srv/show.jsonl")]
    [InlineData("no directory", "mother", "--root", "/does/not/exist")]
    public void What_a_service_cannot_do_is_refused_in_two_lines_and_nothing_is_written(string expected, params string[] arguments)
    {
        Assert.Equal(ExitCodes.Usage, Install(arguments));
        var lines = _error.ToString().TrimEnd().Split('\n');
        Assert.Equal(2, lines.Length);
        Assert.Contains(expected, lines[0], StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(_root));
    }

    [Theory]
    [InlineData("/home/pi/izzy")]
    [InlineData("/root/izzy")]
    [InlineData("/tmp/izzy")]
    public void A_program_in_a_home_is_refused(string path)
    {
        Assert.Contains("cannot be seen", ServiceProgram.Check([path])!.What, StringComparison.Ordinal);
        Assert.Null(ServiceProgram.Check(["/bin/sh"]));
        Assert.Contains("no program", ServiceProgram.Check(["/opt/not/there"])!.What, StringComparison.Ordinal);
    }

    [Fact]
    public void A_stop_command_that_is_not_there_is_refused_but_on_an_image_it_may_come_later()
    {
        Assert.Contains("There is no", ServiceStop.Check("/opt/not/there open", isForImage: false)!.What, StringComparison.Ordinal);
        Assert.Null(ServiceStop.Check("/opt/not/there open", isForImage: true));
        Assert.Null(ServiceStop.Check("/bin/sh -c true", isForImage: false));
        Assert.Null(ServiceStop.Check("echo open", isForImage: false));
    }

    // Without a root directory of the test's own: for what ends before anything is written.
    private int RunHere(params string[] arguments) =>
        CommandLine.Run(new RootCommand { InstallCommand.Create() }, ["install", .. arguments, "--program", "/bin/sh"], _output, _error);

    private int Install(params string[] arguments)
    {
        string[] root = arguments.Contains("--root") ? [] : ["--root", _root];
        string[] program = arguments.Contains("--program") ? [] : ["--program", "/opt/izzy/izzy"];
        return CommandLine.Run(new RootCommand { InstallCommand.Create() }, ["install", .. arguments, .. root, .. program], _output, _error);
    }
}
