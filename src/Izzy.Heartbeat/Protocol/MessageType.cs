using System.Text.Json.Serialization;

namespace Izzy.Heartbeat.Protocol;

/// <summary>The message type, byte 45 of a packet. Append only: a number once given is never given again.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<MessageType>))]
public enum MessageType : byte
{
    /// <summary>Mother's beat, and any IZZY that hears it may move.</summary>
    [JsonStringEnumMemberName("HELLO")] Hello = 0x01,

    /// <summary>An IZZY's answer to a HELLO, with its status report.</summary>
    [JsonStringEnumMemberName("HERE")] Here = 0x02,

    /// <summary>An IZZY could not set itself up.</summary>
    [JsonStringEnumMemberName("SETUP_ERROR")] SetupError = 0x03,

    /// <summary>An IZZY is moving; older branches of the reference answer a HELLO with it.</summary>
    [JsonStringEnumMemberName("MOVING")] Moving = 0x04,

    /// <summary>An IZZY follows a line; older branches of the reference answer a HELLO with it.</summary>
    [JsonStringEnumMemberName("FOLLOWING")] Following = 0x05,

    /// <summary>From Mother: stop. From an IZZY: it stands stopped.</summary>
    [JsonStringEnumMemberName("ESTOP")] Estop = 0x06,

    /// <summary>An IZZY's Open Sound Control link failed.</summary>
    [JsonStringEnumMemberName("OSC_COM_ERROR")] OscComError = 0x07,

    /// <summary>The sender got something that it could not use.</summary>
    [JsonStringEnumMemberName("NOT_VALID")] NotValid = 0x08,
}
