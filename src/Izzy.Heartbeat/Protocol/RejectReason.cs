using System.Text.Json.Serialization;

namespace Izzy.Heartbeat.Protocol;

/// <summary>
/// Why a datagram feeds nothing. The first ones are ways in which a packet can be malformed; the later ones are well-formed
/// packets that are not for the one who got them.
/// </summary>
[JsonConverter(typeof(KebabCaseEnumConverter<RejectReason>))]
public enum RejectReason
{
    /// <summary>Nothing is wrong.</summary>
    None,

    /// <summary>A datagram without a byte.</summary>
    Empty,

    /// <summary>Fewer than the 46 bytes of a header.</summary>
    TooShort,

    /// <summary>More than the 255 bytes that one length byte can describe.</summary>
    TooLong,

    /// <summary>The first byte is not 0x10.</summary>
    WrongPreamble,

    /// <summary>Bytes 1 to 11 are not <c>izzymessage</c>.</summary>
    WrongMessageId,

    /// <summary>Early pyIzzy: the message id is <c>hzzymessage</c> (0x68 first).</summary>
    EarlyPyIzzyDialect,

    /// <summary>JavaMother or javaIZZY-2018: a two-byte length and a header of 47 bytes.</summary>
    JavaDialect,

    /// <summary>The length byte says less than the 46 bytes of a header.</summary>
    LengthBelowHeader,

    /// <summary>The length byte says more bytes than arrived.</summary>
    LengthAboveDatagram,

    /// <summary>The length byte says fewer bytes than arrived.</summary>
    LengthBelowDatagram,

    /// <summary>The message type is none of the known ones.</summary>
    UnknownType,

    /// <summary>Well-formed, but addressed to somebody else.</summary>
    WrongReceiver,

    /// <summary>Well-formed, but it carries the sender id of the one who got it: a reflection, or a second one with that id.</summary>
    OwnReflection,

    /// <summary>Well-formed, but of a type that the one who got it has no use for.</summary>
    UnexpectedType,

    /// <summary>Well-formed, but from a Mother that does not own this IZZY.</summary>
    StrangeMother,

    /// <summary>Verified mode: it has no trailer, where only what is verified counts.</summary>
    Unverified,

    /// <summary>Verified mode: its MAC was made with none of the keys.</summary>
    WrongMac,

    /// <summary>
    /// Verified mode: authentic, but heard before, older than one that was heard, of a session that proves nothing, or sent back to the side that made it.
    /// </summary>
    Replayed,

    /// <summary>Verified mode: authentic and new, but the challenge that it echoes was sent longer ago than the limit.</summary>
    TooOld,
}
