using Izzy.Cli.Simulate;
using Izzy.Heartbeat.Safety;

namespace Izzy.Cli.Tests.Simulate;

public sealed class ProfileFileTests
{
    [Fact]
    public void A_profile_says_all_that_there_is_to_say()
    {
        var profile = ProfileFile.Parse(
            """
            {
              // Comments are for whoever comes next.
              "limit": "500ms", "reset": "manual",
              "network": { "loss": 0.1, "duplication": 0.2, "corruption": 0.3, "reordering": 0.4, "delay": "5ms", "jitter": "20ms" },
              "freeze": { "every": "60s", "for": "2s" },
              "restart": { "every": "90s", "for": "3s" },
              "izzies": [
                { "name": "sofa", "path": [[0, 0], [3500, 600]], "speed": 200, "pause": "1s", "breaks": { "every": "20s", "for": "4s" }, "network": { "loss": 0.5 } },
                { "name": "tree", "follows": true },
                { "kind": "reference" }, { "kind": "java" }, { "kind": "early-pyizzy" },
              ],
            }
            """,
            "evening.json");
        Assert.Equal((TimeSpan.FromMilliseconds(500), ResetPolicy.Manual), (profile.Limit, profile.Reset));
        Assert.Equal((0.1, 0.2, 0.3, 0.4), (profile.Network.Loss, profile.Network.Duplication, profile.Network.Corruption, profile.Network.Reordering));
        Assert.Equal((TimeSpan.FromMilliseconds(5), TimeSpan.FromMilliseconds(20)), (profile.Network.Delay, profile.Network.Jitter));
        Assert.Equal(new SimulatedFault(TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(2)), profile.Freeze);
        Assert.Equal(new SimulatedFault(TimeSpan.FromSeconds(90), TimeSpan.FromSeconds(3)), profile.Restart);
        Assert.Equal([SimulatedKind.Izzy, SimulatedKind.Izzy, SimulatedKind.Reference, SimulatedKind.Java, SimulatedKind.EarlyPyIzzy], profile.Izzies.Select(izzy => izzy.Kind));
        var sofa = profile.Izzies[0];
        Assert.Equal(("sofa", 200d, TimeSpan.FromSeconds(1), 0.5), (sofa.Name, sofa.Speed, sofa.Pause, sofa.Network!.Loss));
        Assert.Equal([(0, 0), (3500, 600)], sofa.Path);
        Assert.True(profile.Izzies[1].Follows);
        Assert.Equal(["sofa", "tree"], profile.Cast(6).Take(2).Select(robot => robot.Actor.Name));
        Assert.Equal(6, profile.Cast(6).Count);
    }

    [Fact]
    public void An_empty_profile_is_the_calm_one()
    {
        var profile = ProfileFile.Parse("{}", "empty.json");
        Assert.Equal((Profile.Calm.Limit, Profile.Calm.Network, Profile.Calm.Freeze), (profile.Limit, profile.Network, profile.Freeze));
        Assert.Same(Profile.Rough, ProfileFile.Find("rough"));
    }

    [Theory]
    [InlineData("", "does not contain any JSON", "JSON")]
    [InlineData("[]", "The profile is no object", "{ }")]
    [InlineData("{\"lose\": 1}", "lose means nothing here", "Take it out")]
    [InlineData("{\"network\": {\"los\": 1}}", "network.los means nothing here", "Did you mean loss?")]
    [InlineData("{\"network\": {\"loss\": 1.1}}", "network.loss is out of its range", "from 0 to 1")]
    [InlineData("{\"network\": {\"loss\": 1e999}}", "network.loss is out of its range", "from 0 to 1")]
    [InlineData("{\"network\": {\"loss\": \"5%\"}}", "network.loss is not a number", "a number")]
    [InlineData("{\"network\": {\"delay\": \"2h\"}}", "network.delay: '2h' is no duration", "250ms")]
    [InlineData("{\"network\": {\"delay\": \"61s\"}}", "network.delay is too long", "60s")]
    [InlineData("{\"network\": 5}", "network is no object", "{ }")]
    [InlineData("{\"limit\": \"19ms\"}", "limit is out of its range", "20ms to 60s")]
    [InlineData("{\"limit\": 500}", "limit is not a duration", "2s")]
    [InlineData("{\"reset\": \"never\"}", "reset is 'never'", "\"auto\" or \"manual\"")]
    [InlineData("{\"freeze\": {\"every\": \"60s\"}}", "freeze.for is missing", "how long")]
    [InlineData("{\"freeze\": {\"for\": \"60s\"}}", "freeze.every is missing", "how far apart")]
    [InlineData("{\"izzies\": {}}", "izzies is not a list", "a list")]
    [InlineData("{\"izzies\": [1]}", "izzies[0] is no object", "{ }")]
    [InlineData("{\"izzies\": [{}, {\"nam\": \"a\"}]}", "izzies[1].nam means nothing here", "Did you mean name?")]
    [InlineData("{\"izzies\": [{\"kind\": \"cobol\"}]}", "izzies[0].kind is 'cobol'", "\"reference\"")]
    [InlineData("{\"izzies\": [{\"path\": [[1]]}]}", "izzies[0].path has something in it that is no point", "[[0, 0], [3500, 600]]")]
    [InlineData("{\"izzies\": [{\"path\": [[1, 2000000]]}]}", "izzies[0].path has something in it that is no point", "within a kilometre")]
    [InlineData("{\"izzies\": [{\"follows\": 1}]}", "izzies[0].follows is neither true nor false", "true or false")]
    [InlineData("{\"izzies\": [{\"name\": \"a\\u0007\"}]}", "izzies[0].name cannot be sent", "control characters")]
    [InlineData("{\"izzies\": [{\"name\": \"\\ud800\"}]}", "It has text that is no Unicode", "JSON")]
    [InlineData("{\"izzies\": [{\"breaks\": {\"every\": \"2s\", \"for\": \"2s\"}}]}", "izzies[0].breaks.for is as long", "shorter")]
    [InlineData("{\"reset\": \"auto\", \"reset\": \"manual\"}", "reset", "JSON")]
    [InlineData("{\"izzies\": [{\"name\": \"a\"}, {}, {\"name\": \"a\"}]}", "izzies has two called 'a'", "a name of its own")]
    public void What_is_wrong_is_named_with_its_place(string json, string what, string remedy)
    {
        var wrong = Assert.Throws<CommandException>(() => ProfileFile.Parse(json, "evening.json"));
        Assert.StartsWith("evening.json: ", wrong.Problem.What, StringComparison.Ordinal);
        Assert.Contains(what, wrong.Problem.What, StringComparison.Ordinal);
        Assert.Contains(remedy, wrong.Problem.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_that_fits_only_without_a_line_is_refused_for_one_that_follows()
    {
        var name = new string('a', 150);
        Assert.Equal(name, ProfileFile.Parse($$"""{"izzies": [{"name": "{{name}}"}]}""", "x").Izzies[0].Name);
        Assert.Throws<CommandException>(() => ProfileFile.Parse($$"""{"izzies": [{"name": "{{name}}", "follows": true}]}""", "x"));
    }

    [Fact]
    public void Who_has_no_path_walks_and_those_who_fill_up_take_no_name_that_is_taken()
    {
        var long150 = new string('a', 150);
        var profile = ProfileFile.Parse($$"""{"izzies": [{"name": "wagon"}, {}, {}, {"name": "{{long150}}"}, {"name": "throne"}]}""", "x");
        var cast = profile.Cast(8);
        Assert.Equal(8, cast.Select(robot => robot.Actor.Name).Distinct().Count());
        Assert.All(cast.Take(5), robot => Assert.IsType<Izzy.Cli.Actors.Walker>(robot.Actor));
        Assert.Equal("sofa-left", cast[1].Actor.Name);
    }

    [Fact]
    public void A_file_that_is_not_there_and_one_that_is_far_too_long_are_refused()
    {
        Assert.Contains("cannot be read", Assert.Throws<CommandException>(() => ProfileFile.Find("no/such/file")).Problem.What, StringComparison.Ordinal);
        var path = Path.GetTempFileName();
        using (var file = File.OpenWrite(path))
            file.SetLength(5 << 20);
        Assert.Contains("has at most", Assert.Throws<CommandException>(() => ProfileFile.Find(path)).Problem.What, StringComparison.Ordinal);
        File.Delete(path);
    }
}
