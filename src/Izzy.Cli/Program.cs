using Izzy.Cli;
using Izzy.Cli.Settings;

return CommandLine.Run(Root.Create(), args, Console.Out, Console.Error);
