using System.CommandLine;
using Izzy.Cli.Settings;
using Izzy.Cli.Text;
using Izzy.Heartbeat.Protocol;

namespace Izzy.Cli.Simulate;

/// <summary>The command <c>simulate</c>: a fleet for testing a real Mother.</summary>
internal static class SimulateCommand
{
    public static Command Create()
    {
        var count = Setting.Number("--izzies", "How many simulated IZZYs.", "N", 6, 1, SimulatedFleet.Most);
        var profile = Setting.Completed(Setting.Text("--profile", "What they are like: calm, rough, or a file. Default: calm.", "calm|rough|FILE"), "calm", "rough");
        var seed = Setting.Number("--seed", "Where chance starts; the same number gives the same evening. Default: another one each time, which is told.", "N", 0, int.MaxValue);
        var seconds = Setting.Number("--seconds", "End after so many seconds, with a summary. Default: when asked to.", "N", 1, 86_400);
        var key = KeyFileSetting.Create();
        var ports = new PortSettings();
        var json = Setting.Flag("--json", "Write event lines alone, as JSON.");
        var command = new Command("simulate", "A fleet of simulated IZZYs for testing a real Mother, also one of the reference.")
        {
            count, profile, seed, seconds, ports.ToClient, ports.FromClient, key, json,
        };
        command.Runs((_, settings) =>
        {
            var longest = settings.Get(seconds) is { } known ? TimeSpan.FromSeconds(known) : (TimeSpan?)null;
            var described = ProfileFile.Find(settings.Get(profile) ?? "calm");
            var all = settings.IsGiven(count) || described.Izzies.Count == 0 ? settings.Get(count) : described.Izzies.Count;
            var keys = KeyFileSetting.Read(settings, key);
            if (keys is not null)
                CheckNames(described.Cast(all).Select(role => role.Actor.Name));
            using var session = new SimulateSession(new SimulateOptions(
                all,
                described,
                settings.Get(seed) ?? Random.Shared.Next(),
                (settings.Get(ports.ToClient), settings.Get(ports.FromClient)),
                settings.Get(json),
                keys));
            session.Run(longest);
            return session.IsBroken ? ExitCodes.BadPacketOrState : ExitCodes.Fine;
        });
        return command;
    }

    private static void CheckNames(IEnumerable<string> names)
    {
        foreach (var name in names)
        {
            try
            {
                VerifiedName.Check(name, following: true);
            }
            catch (ArgumentException tooLong)
            {
                throw new CommandException(new Problem(tooLong.Message, "Give it a shorter name in the profile, or leave --key-file out."));
            }
        }
    }
}
