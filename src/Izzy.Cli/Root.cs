using System.CommandLine;
using Izzy.Cli.Completion;
using Izzy.Cli.Decode;
using Izzy.Cli.Demo;
using Izzy.Cli.Doctor;
using Izzy.Cli.Drill;
using Izzy.Cli.Guard;
using Izzy.Cli.Install;
using Izzy.Cli.Keys;
using Izzy.Cli.Monitor;
using Izzy.Cli.Reset;
using Izzy.Cli.Run;
using Izzy.Cli.Simulate;

namespace Izzy.Cli;

/// <summary>The command <c>izzy</c> with all others in it.</summary>
internal static class Root
{
    public static RootCommand Create() => new("Mother beats; every IZZY that hears her may move; silence stops it, and nothing but a person starts it again.")
    {
        DemoCommand.Create(),
        MotherCommand.Create(),
        ClientCommand.Create(),
        ResetCommand.Create(),
        InstallCommand.Create(),
        KeyCommand.Create(),
        DrillCommand.Create(),
        SimulateCommand.Create(),
        DoctorCommand.Create(),
        MonitorCommand.Create(),
        DecodeCommand.Create(),
        CompletionCommand.Create(),
        GuardProcess.Create(),
    };
}
