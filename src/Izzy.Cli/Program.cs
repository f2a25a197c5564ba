using System.CommandLine;
using Izzy.Cli.Decode;
using Izzy.Cli.Demo;
using Izzy.Cli.Drill;
using Izzy.Cli.Guard;
using Izzy.Cli.Install;
using Izzy.Cli.Reset;
using Izzy.Cli.Run;
using Izzy.Cli.Settings;

var izzy = new RootCommand("Mother beats; every IZZY that hears her may move; silence stops it, and nothing but a person starts it again.")
{
    DemoCommand.Create(),
    MotherCommand.Create(),
    ClientCommand.Create(),
    ResetCommand.Create(),
    InstallCommand.Create(),
    DrillCommand.Create(),
    DecodeCommand.Create(),
    GuardProcess.Create(),
};
return CommandLine.Run(izzy, args, Console.Out, Console.Error);
