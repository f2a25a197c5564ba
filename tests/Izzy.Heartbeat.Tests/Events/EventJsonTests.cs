using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;
using Izzy.Heartbeat.Protocol;
using Izzy.Heartbeat.Safety;

namespace Izzy.Heartbeat.Tests.Events;

/// <summary>Every event is one line of JSON: the time, its name, then its fields in camel case.</summary>
public partial class EventJsonTests
{
    private static readonly DateTimeOffset s_time = new(2026, 11, 22, 20, 30, 0, 123, TimeSpan.FromHours(1));
    private static readonly Guid s_id = new("6ba7b810-9dad-41d1-80b4-00c04fd430c8");

    public static TheoryData<HeartbeatEvent, string> Events => new()
    {
        { new HeartbeatEvent.EventsLost(7), "'event':'events-lost','count':7" },
        { new HeartbeatEvent.Rejected(RejectReason.LengthBelowHeader, 3, "10.0.0.2:9001", "too short"), "'event':'rejected','reason':'length-below-header','count':3,'address':'10.0.0.2:9001','message':'too short'" },
        { new HeartbeatEvent.ResetRefused(ResetRefusal.NoFreshBeats), "'event':'reset-refused','reason':'no-fresh-beats'" },
        { new HeartbeatEvent.ResetRefused(ResetRefusal.NotConfirmed, 2_500.5, 2), "'event':'reset-refused','reason':'not-confirmed','waitMs':2500.5,'unconfirmed':2" },
        { new HeartbeatEvent.Stopped(StopCause.Silence, 1_000.012), "'event':'stopped','cause':'silence','silenceMs':1000.012" },
        { new HeartbeatEvent.Stopped(StopCause.LocalStop, Restored: true), "'event':'stopped','cause':'local-stop','restored':true" },
        { new HeartbeatEvent.MotherConflict(s_id, "10.0.0.9:9000"), $"'event':'mother-conflict','mother':'{s_id}','address':'10.0.0.9:9000'" },
        { new HeartbeatEvent.ThreadDied("izzy-listener", "why"), "'event':'thread-died','thread':'izzy-listener','message':'why'" },
        { new HeartbeatEvent.ClockStepped(-3_600_000), "'event':'clock-stepped','byMs':-3600000" },
        { new HeartbeatEvent.StateNotSaved("full"), "'event':'state-not-saved','message':'full'" },
        { new HeartbeatEvent.Waiting { Id = s_id, Name = "wagon", LimitMs = 1_000 }, $"'event':'waiting','id':'{s_id}','name':'wagon','limitMs':1000" },
        { new HeartbeatEvent.Connected(s_id, "10.0.0.1:9000", OwnerKind.New), $"'event':'connected','mother':'{s_id}','address':'10.0.0.1:9000','owner':'new'" },
        { new HeartbeatEvent.Permitted(4), "'event':'permitted','permit':4" },
        { new HeartbeatEvent.LimitTooShort(1_000, 700), "'event':'limit-too-short','limitMs':1000,'spacingMs':700" },
        { new HeartbeatEvent.StopActionFailed("oh"), "'event':'stop-action-failed','message':'oh'" },
        { new HeartbeatEvent.StatusReported(IzzyStatus.Moving), "'event':'status-reported','status':'MOVING'" },
        { new HeartbeatEvent.Beating(180) { Id = s_id }, $"'event':'beating','id':'{s_id}','intervalMs':180" },
        { new HeartbeatEvent.Reset(), "'event':'reset'" },
        { new HeartbeatEvent.Leaving(), "'event':'leaving'" },
        { About(new HeartbeatEvent.IzzyFound()), Izzy("izzy-found") },
        { About(new HeartbeatEvent.IzzyLate { SilenceMs = 451 }), Izzy("izzy-late", ",'silenceMs':451") },
        { About(new HeartbeatEvent.IzzyLost { SilenceMs = 901 }), Izzy("izzy-lost", ",'silenceMs':901") },
        { new HeartbeatEvent.IzziesLate { Izzies = [Silent(451)] }, Silent("izzies-late", 451) },
        { new HeartbeatEvent.IzziesLost { Izzies = [Silent(901)] }, Silent("izzies-lost", 901) },
        { About(new HeartbeatEvent.IzzyReturned { SilenceMs = 5_000 }), Izzy("izzy-returned", ",'silenceMs':5000") },
        { About(new HeartbeatEvent.IzzyStatusChanged()), Izzy("izzy-status") },
        { About(new HeartbeatEvent.DuplicateIzzy { OtherId = s_id, OtherAddress = "10.0.0.3:9001" }), Izzy("duplicate-izzy", $",'otherId':'{s_id}','otherAddress':'10.0.0.3:9001'") },
        { About(new HeartbeatEvent.StopConfirmed { AfterMs = 12.5 }), Izzy("stop-confirmed", ",'afterMs':12.5") },
        { About(new HeartbeatEvent.StopUnconfirmed()), Izzy("stop-unconfirmed") },
        { new HeartbeatEvent.NoInterface("none"), "'event':'no-interface','message':'none'" },
        { new HeartbeatEvent.Interfaces(["eth0"]), "'event':'interfaces','outlets':['eth0']" },
        { new HeartbeatEvent.Paused(5_000), "'event':'paused','pausedMs':5000" },
        { new HeartbeatEvent.RegistryFull(16_384), "'event':'registry-full','capacity':16384" },
        { new HeartbeatEvent.ReceiveBufferSmall(3000, 1_048_576, 2_496_000), "'event':'receive-buffer-small','izzies':3000,'haveBytes':1048576,'needBytes':2496000" },
    };

    public static TheoryData<Type> Kinds => new(KindsOfEvent());

    [Theory]
    [MemberData(nameof(Events), DisableDiscoveryEnumeration = true)]
    public void An_event_is_written_with_its_time_its_name_and_its_fields(HeartbeatEvent happened, string fields)
    {
        var json = (happened with { Time = s_time }).ToJson();
        Assert.StartsWith("{\"time\":\"2026-11-22T19:30:00.123Z\",\"event\":", json, StringComparison.Ordinal);
        // The order of the fields is no promise; what they are is.
        using var wanted = JsonDocument.Parse(("{'time':'2026-11-22T19:30:00.123Z'," + fields + "}").Replace('\'', '"'));
        using var written = JsonDocument.Parse(json);
        Assert.True(JsonElement.DeepEquals(wanted.RootElement, written.RootElement), json);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_kind_of_event_can_be_written_and_is_covered_by_an_example(Type kind)
    {
        Assert.NotNull(EventJson.Default.GetTypeInfo(kind));
        Assert.Contains(Events, row => ((HeartbeatEvent)((ITheoryDataRow)row).GetData()[0]!).GetType() == kind);
    }

    [Fact]
    public void Names_are_in_lower_case_with_hyphens_and_different()
    {
        var names = Events.Select(row => ((HeartbeatEvent)((ITheoryDataRow)row).GetData()[0]!).Kind).Distinct().ToList();
        Assert.All(names, name => Assert.Matches(KebabCase(), name));
        Assert.Equal(KindsOfEvent().Count(), names.Count);
    }

    [Fact]
    public void A_hostile_name_stays_one_line_of_printable_ASCII()
    {
        var json = (new HeartbeatEvent.IzzyFound() with { Name = "a\n\u001b[2J\u202eé\"" }).ToJson();
        Assert.All(json, character => Assert.InRange(character, ' ', '~'));
        using var read = JsonDocument.Parse(json);
        Assert.Equal("a\n\u001b[2J\u202eé\"", read.RootElement.GetProperty("name").GetString());
    }

    private static IEnumerable<Type> KindsOfEvent() =>
        typeof(HeartbeatEvent).GetNestedTypes(BindingFlags.Public).Where(type => !type.IsAbstract && type.IsSubclassOf(typeof(HeartbeatEvent)));

    private static HeartbeatEvent About<T>(T happened)
        where T : HeartbeatEvent.AboutIzzy =>
        happened with { Id = s_id, Name = "wagon", Address = "10.0.0.2:9001", Status = IzzyStatus.Estop };

    private static HeartbeatEvent.SilentIzzy Silent(double silence) => new(s_id, "wagon", "10.0.0.2:9001", IzzyStatus.Estop, silence);

    private static string Silent(string name, double silence) =>
        $"'event':'{name}','izzies':[{{'id':'{s_id}','name':'wagon','address':'10.0.0.2:9001','status':'ESTOP','silenceMs':{silence}}}]";

    private static string Izzy(string name, string more = "") =>
        $"'event':'{name}','id':'{s_id}','name':'wagon','address':'10.0.0.2:9001','status':'ESTOP'{more}";

    [GeneratedRegex("^[a-z]+(-[a-z]+)*$")]
    private static partial Regex KebabCase();
}
