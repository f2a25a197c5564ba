using System.Text.Json;
using Izzy.Cli.Settings;
using Izzy.Cli.Text;
using Izzy.Heartbeat.Protocol;
using Izzy.Heartbeat.Safety;
using Izzy.Heartbeat.Transport;
using Izzy.Wording;

namespace Izzy.Cli.Simulate;

/// <summary>Reads a profile that somebody wrote. What is wrong names the place where it stands; a name that means nothing is an error.</summary>
internal static class ProfileFile
{
    // A profile of a thousand robots with long paths has less; what is longer is not one.
    private const long MostBytes = 4 << 20;

    private static readonly JsonDocumentOptions s_json = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true, MaxDepth = 8, AllowDuplicateProperties = false };

    private static readonly (string, ResetPolicy)[] s_resets = [("auto", ResetPolicy.Auto), ("manual", ResetPolicy.Manual)];

    private static readonly (string, SimulatedKind)[] s_kinds =
    [
        ("izzy", SimulatedKind.Izzy), ("reference", SimulatedKind.Reference), ("java", SimulatedKind.Java), ("early-pyizzy", SimulatedKind.EarlyPyIzzy),
    ];

    /// <summary>The profile of a name, or the one in a file.</summary>
    /// <exception cref="CommandException">The file cannot be read, or something in it is wrong.</exception>
    public static Profile Find(string nameOrFile) => nameOrFile switch
    {
        "calm" => Profile.Calm,
        "rough" => Profile.Rough,
        _ => Read(nameOrFile),
    };

    /// <summary>The profile in a text.</summary>
    /// <param name="json">The text.</param>
    /// <param name="source">Where it is from, for messages.</param>
    /// <exception cref="CommandException">Something in it is wrong.</exception>
    public static Profile Parse(string json, string source)
    {
        try
        {
            using var document = JsonDocument.Parse(json, s_json);
            return ReadAll(new ProfilePart(document.RootElement, ""));
        }
        catch (JsonException wrong)
        {
            throw Wrong(source, new Problem(Escape.ForTerminal(wrong.Message), "Mend the JSON; docs/cli.md has an example."));
        }
        catch (InvalidOperationException)
        {
            // Text with half a surrogate pair in it, which is found only when it is looked at.
            throw Wrong(source, new Problem("It has text that is no Unicode.", "Mend the JSON; docs/cli.md has an example."));
        }
        catch (ProfileException wrong)
        {
            throw Wrong(source, wrong.Problem);
        }
    }

    private static Profile Read(string path)
    {
        try
        {
            using var file = File.OpenRead(path);
            if (file.CanSeek && file.Length > MostBytes)
                throw new CommandException(new Problem($"{Cells.Quote(path)} has {file.Length} bytes, and a profile has at most {MostBytes}.", "Name a profile."));
            using var reader = new StreamReader(file);
            var text = new char[MostBytes + 1];
            var length = reader.ReadBlock(text);
            return Parse(new string(text, 0, length), path);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            throw new CommandException(new Problem($"The profile {Cells.Quote(path)} cannot be read: {Escape.ForTerminal(unreadable.Message)}", "Write calm, rough, or the path of a file that is there."));
        }
    }

    private static CommandException Wrong(string source, Problem problem) => new(problem.At(Escape.ForTerminal(source)));

    private static Profile ReadAll(ProfilePart part)
    {
        var calm = Profile.Calm;
        var profile = new Profile
        {
            Limit = part.Duration("limit") ?? calm.Limit,
            Reset = part.Choice("reset", s_resets) ?? calm.Reset,
            Network = part.Part("network") is { } network ? ReadNetwork(network) : calm.Network,
            Freeze = part.Part("freeze") is { } freeze ? ReadFault(freeze) : null,
            Restart = part.Part("restart") is { } restart ? ReadFault(restart) : null,
            Izzies = [.. part.Parts("izzies").Select(ReadRole)],
        };
        if (!LimitSetting.IsPossible(profile.Limit))
            throw part.Wrong("limit", "is out of its range.", LimitSetting.Remedy);
        if (profile.Izzies.Count > SimulatedFleet.Most)
            throw part.Wrong("izzies", $"has {profile.Izzies.Count} of them.", $"Describe at most {SimulatedFleet.Most}.");
        if (profile.Izzies.GroupBy(izzy => izzy.Name).FirstOrDefault(group => group.Key is not null && group.Count() > 1) is { } twice)
            throw part.Wrong("izzies", $"has two called {Cells.Quote(twice.Key!)}.", "Give each a name of its own.");
        part.RefuseUnknown();
        return profile;
    }

    private static NetworkFaults ReadNetwork(ProfilePart part)
    {
        var faults = new NetworkFaults
        {
            Loss = part.Number("loss", 0, 1) ?? 0,
            Duplication = part.Number("duplication", 0, 1) ?? 0,
            Corruption = part.Number("corruption", 0, 1) ?? 0,
            Reordering = part.Number("reordering", 0, 1) ?? 0,
            Delay = part.Duration("delay", TimeSpan.FromMinutes(1)) ?? TimeSpan.Zero,
            Jitter = part.Duration("jitter", TimeSpan.FromMinutes(1)) ?? TimeSpan.Zero,
        };
        part.RefuseUnknown();
        return faults;
    }

    private static SimulatedFault ReadFault(ProfilePart part)
    {
        var fault = new SimulatedFault(
            part.Duration("every") ?? throw part.Wrong("every", "is missing.", "Write how far apart they are, such as \"60s\"."),
            part.Duration("for") ?? throw part.Wrong("for", "is missing.", "Write how long it lasts, such as \"2s\"."));
        part.RefuseUnknown();
        return fault;
    }

    private static SimulatedRole ReadRole(ProfilePart part)
    {
        var role = new SimulatedRole
        {
            Name = part.Text("name"),
            Kind = part.Choice("kind", s_kinds) ?? SimulatedKind.Izzy,
            Path = [.. part.Points("path")],
            Speed = part.Number("speed", 1, 10_000) ?? new SimulatedRole().Speed,
            Pause = part.Duration("pause") ?? new SimulatedRole().Pause,
            Follows = part.Flag("follows"),
            Breaks = part.Part("breaks") is { } breaks ? ReadFault(breaks) : null,
            Network = part.Part("network") is { } network ? ReadNetwork(network) : null,
        };
        if (role.Breaks is { } broken && broken.For >= broken.Every)
            throw part.Wrong("breaks.for", "is as long as the time between two of them.", "Make it shorter than every.");
        part.RefuseUnknown();
        Check(role, part);
        return role;
    }

    private static void Check(SimulatedRole role, ProfilePart part)
    {
        if (role.Name is null)
            return;
        try
        {
            StatusReport.ValidateName(role.Name, role.Follows);
        }
        catch (ArgumentException wrong)
        {
            throw part.Wrong("name", $"cannot be sent: {Escape.ForTerminal(wrong.Message)}", "Give it a shorter one, without control characters.");
        }
    }
}
