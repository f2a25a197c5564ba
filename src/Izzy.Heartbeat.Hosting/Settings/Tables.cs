namespace Izzy.Heartbeat.Hosting.Settings;

/// <summary>What may stand in the sections of Mother and of an IZZY. <c>docs/hosting.md</c> lists the same.</summary>
internal static class Tables
{
    public static SettingsTable<MotherSettings> Mother { get; } = new SettingsTable<MotherSettings>()
        .One<HeartbeatPreset>(nameof(MotherSettings.Preset), Texts.Preset, (mother, value) => mother.Preset = value)
        .One<TimeSpan>(nameof(MotherSettings.Interval), Texts.Duration, (mother, value) => mother.Interval = value)
        .One<TimeSpan>(nameof(MotherSettings.LongestLimit), Texts.Duration, (mother, value) => mother.LongestLimit = value)
        .One<Guid>(nameof(MotherSettings.Id), Texts.Id, (mother, value) => mother.Id = value)
        .Many(nameof(MotherSettings.Expected), Texts.Any, mother => mother.Expected)
        .Many(nameof(MotherSettings.Interfaces), Texts.Any, mother => mother.Interfaces)
        .Many(nameof(MotherSettings.Targets), Texts.Target, mother => mother.Targets)
        .One<int>(nameof(MotherSettings.ToClientPort), Texts.Port, (mother, value) => mother.ToClientPort = value)
        .One<int>(nameof(MotherSettings.FromClientPort), Texts.Port, (mother, value) => mother.FromClientPort = value)
        .One<string>(nameof(MotherSettings.StateDirectory), Texts.Any, (mother, value) => mother.StateDirectory = value)
        .One<string>(nameof(MotherSettings.KeyFile), Texts.Any, (mother, value) => mother.KeyFile = value)
        .One<TimeSpan>(nameof(MotherSettings.CheckInLimit), Texts.Duration, (mother, value) => mother.CheckInLimit = value);

    public static SettingsTable<IzzyClientSettings> IzzyClient { get; } = new SettingsTable<IzzyClientSettings>()
        .One<string>(nameof(IzzyClientSettings.Name), Texts.Any, (izzy, value) => izzy.Name = value)
        .One<HeartbeatPreset>(nameof(IzzyClientSettings.Preset), Texts.Preset, (izzy, value) => izzy.Preset = value)
        .One<TimeSpan>(nameof(IzzyClientSettings.Limit), Texts.Duration, (izzy, value) => izzy.Limit = value)
        .One<Safety.ResetPolicy>(nameof(IzzyClientSettings.ResetPolicy), Texts.Policy, (izzy, value) => izzy.ResetPolicy = value)
        .One<Guid>(nameof(IzzyClientSettings.Mother), Texts.Id, (izzy, value) => izzy.Mother = value)
        .One<Guid>(nameof(IzzyClientSettings.Id), Texts.Id, (izzy, value) => izzy.Id = value)
        .One<TimeSpan>(nameof(IzzyClientSettings.CheckInLimit), Texts.Duration, (izzy, value) => izzy.CheckInLimit = value)
        .One<TimeSpan>(nameof(IzzyClientSettings.AnswerSpread), Texts.Duration, (izzy, value) => izzy.AnswerSpread = value)
        .One<int>(nameof(IzzyClientSettings.ToClientPort), Texts.Port, (izzy, value) => izzy.ToClientPort = value)
        .One<int>(nameof(IzzyClientSettings.FromClientPort), Texts.Port, (izzy, value) => izzy.FromClientPort = value)
        .One<System.Net.IPAddress>(nameof(IzzyClientSettings.LocalAddress), Texts.Address, (izzy, value) => izzy.LocalAddress = value)
        .One<string>(nameof(IzzyClientSettings.StateDirectory), Texts.Any, (izzy, value) => izzy.StateDirectory = value)
        .One<string>(nameof(IzzyClientSettings.KeyFile), Texts.Any, (izzy, value) => izzy.KeyFile = value);
}
