using System.Text;

namespace Izzy.Heartbeat.Protocol;

/// <summary>How long an IZZY's name may be where each of its packets ends in a <see cref="VerificationTrailer"/>.</summary>
internal static class VerifiedName
{
    /// <summary>The longest name in bytes of UTF-8.</summary>
    public const int MaxLength = StatusReport.MaxNameLength - VerificationTrailer.Length;

    /// <summary>The longest name in bytes of UTF-8 beside the line-following values.</summary>
    public const int MaxFollowingLength = StatusReport.MaxFollowingNameLength - VerificationTrailer.Length;

    /// <summary>Checks that a name which was found good leaves room for the trailer.</summary>
    /// <param name="name">The name.</param>
    /// <param name="following">Whether line-following values are sent, too.</param>
    /// <exception cref="ArgumentException">It does not; the message says how much fits.</exception>
    public static void Check(string name, bool following = false)
    {
        var (bytes, most) = (Encoding.UTF8.GetByteCount(name), following ? MaxFollowingLength : MaxLength);
        if (bytes > most)
        {
            throw new ArgumentException(
                $"The name has {bytes} bytes of UTF-8, and with a key at most {most} fit{(following ? " beside the line-following values" : "")}, because {VerificationTrailer.Length} "
                + "bytes of each packet show who sent it; shorten it.",
                nameof(name));
        }
    }
}
