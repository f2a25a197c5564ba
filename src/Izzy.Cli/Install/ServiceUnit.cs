using System.Text;

namespace Izzy.Cli.Install;

/// <summary>A unit of systemd for Mother or a client. Pure text.</summary>
/// <param name="FileName">Its file, which is its name.</param>
/// <param name="Description">For people.</param>
/// <param name="Program">What runs, with all that comes before its arguments.</param>
/// <param name="Arguments">The command and its options.</param>
internal sealed record ServiceUnit(string FileName, string Description, IReadOnlyList<string> Program, IReadOnlyList<string> Arguments)
{
    // What the key is called among the service's credentials.
    private const string KeyName = "izzy-key";

    /// <summary>The directory below the system's own for state, which the service alone may write.</summary>
    public const string StateName = "izzy";

    /// <summary>The file with the key of verified mode, which systemd reads as root and gives to this service alone, or null.</summary>
    public string? KeyFile { get; init; }

    /// <summary>Run after it ended, however it ended: the stop command, or null.</summary>
    public IReadOnlyList<string>? AfterStop { get; init; }

    /// <summary>Whether it may be started anew when it ended by itself.</summary>
    public bool Restarts { get; init; } = true;

    /// <summary>Devices that it and its stop command may use, such as <c>/dev/gpiochip0</c>.</summary>
    public IReadOnlyList<string> Devices { get; init; } = [];

    /// <summary>Groups that may use them.</summary>
    public IReadOnlyList<string> Groups { get; init; } = [];

    /// <summary>Where more variables may stand, readable by the administrator alone.</summary>
    public string EnvironmentFile => $"/etc/izzy/{Path.GetFileNameWithoutExtension(FileName)}.env";

    /// <summary>The whole file.</summary>
    public string ToText()
    {
        var text = new StringBuilder();
        text.Append($"""
            [Unit]
            Description={UnitWords.Text(Description)}
            After=network.target
            # Never given up: a start by itself permits no robot that waits for a person.
            StartLimitIntervalSec=0

            [Service]
            Type=notify
            NotifyAccess=main
            # A sign of life comes only while the threads make progress that everything hangs on. One that hangs ends at once.
            WatchdogSec=10
            WatchdogSignal=SIGKILL
            TimeoutStartSec=30
            TimeoutStopSec=10
            ExecStart={UnitWords.Line(Program)} {UnitWords.Line(Arguments)} --state %S/{StateName}{KeyFlag}

            """);
        if (AfterStop is { } after)
            text.Append($"# Also where the process was killed or hung, and its guard with it. It may run a second time for one stop.\nExecStopPost={UnitWords.Line(after)}\n");
        text.Append(Restarts
            ? "Restart=always\nRestartSec=1\n"
            : "# With --reset auto a new start permits by itself, which a crash or a hang must not: a person starts it again.\nRestart=no\n");
        text.Append($"""
            # Variables that not everybody may read, and those of OpenTelemetry.
            EnvironmentFile=-{EnvironmentFile}
            {Credential}
            # A user of its own, who is nobody elsewhere, and may write nothing but its state, where a stop outlives a restart.
            DynamicUser=yes
            User=izzy
            StateDirectory={StateName}
            WorkingDirectory=%S/{StateName}
            ProtectSystem=strict
            ProtectHome=yes
            PrivateTmp=yes

            """);
        AppendDevices(text);
        text.Append("""
            ProtectClock=yes
            ProtectControlGroups=yes
            ProtectHostname=yes
            ProtectKernelLogs=yes
            ProtectKernelModules=yes
            ProtectKernelTunables=yes
            NoNewPrivileges=yes
            CapabilityBoundingSet=
            LockPersonality=yes
            RestrictNamespaces=yes
            RestrictSUIDSGID=yes
            RestrictAddressFamilies=AF_INET AF_INET6 AF_NETLINK AF_UNIX
            SystemCallArchitectures=native
            SystemCallFilter=@system-service
            # A call that is not among them fails, where the default would end the process.
            SystemCallErrorNumber=EPERM
            # Not MemoryDenyWriteExecute: .NET compiles while it runs.

            [Install]
            WantedBy=multi-user.target

            """);
        return text.ToString();
    }

    // By the variable, for the specifier %d came after Debian 11.
    private string KeyFlag => KeyFile is null ? "" : $" --key-file ${{CREDENTIALS_DIRECTORY}}/{KeyName}";

    private string Credential => KeyFile is null ? "" : $"# The file stays root's own: the service gets a copy that nobody else sees.\nLoadCredential={KeyName}:{KeyFile}\n";

    private void AppendDevices(StringBuilder text)
    {
        if (Devices.Count == 0)
        {
            text.Append("PrivateDevices=yes\n");
            return;
        }

        text.Append("DevicePolicy=closed\n");
        foreach (var device in Devices)
            text.Append($"DeviceAllow={device} rw\n");
        if (Groups.Count > 0)
            text.Append($"SupplementaryGroups={string.Join(' ', Groups)}\n");
    }
}
