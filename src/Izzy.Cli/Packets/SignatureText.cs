using System.Globalization;
using Izzy.Capture.Analysis;
using Izzy.Heartbeat.Protocol;

namespace Izzy.Cli.Packets;

/// <summary>The trailer of verified mode for people. Without a key nobody knows whether a signature is genuine, and the words say so.</summary>
internal static class SignatureText
{
    /// <summary>What is known of the MAC.</summary>
    public static string Of(MacCheck mac) => mac switch
    {
        MacCheck.Verified => "verified",
        MacCheck.Wrong => "WRONG MAC",
        _ => "signed, not checked",
    };

    /// <summary>On whose side it was made.</summary>
    public static string Of(VerifiedRole role) => role == VerifiedRole.Mother ? "Mother" : "IZZY";

    /// <summary>What the pace of that side is.</summary>
    public static string Pace(in VerificationTrailer trailer) =>
        string.Create(CultureInfo.InvariantCulture, $"{trailer.PaceMs} ms, {(trailer.Role == VerifiedRole.Mother ? "the beat period" : "the limit")}");

    /// <summary>A session, a challenge or an echo.</summary>
    public static string Hex(ulong id) => id.ToString("x16", CultureInfo.InvariantCulture);

    /// <summary>The same, as many digits as tell it from others.</summary>
    public static string Short(ulong id) => Hex(id)[..8];

    /// <summary>The whole in a few words, for a line.</summary>
    public static string Brief(Signature signature)
    {
        var trailer = signature.Trailer;
        var echo = trailer.Echo == 0 ? "no echo"
            : signature.EchoAge is { } age ? $"echo {Short(trailer.Echo)} from {Spans.Text(age)} before"
            : $"echo {Short(trailer.Echo)} of what was not seen";
        var back = signature.WentBack ? " went back (replayed, or overtaken)" : "";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{Of(signature.Mac)}: {Of(trailer.Role)} session {Short(trailer.Session)} number {trailer.Sequence}{back}, pace {trailer.PaceMs} ms, challenge {Short(trailer.Challenge)}, {echo}");
    }
}
