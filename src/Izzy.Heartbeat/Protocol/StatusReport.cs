using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Unicode;

namespace Izzy.Heartbeat.Protocol;

/// <summary>
/// What an IZZY says of itself: the payload of HERE and of any other message that it sends.
/// </summary>
/// <remarks>
/// <code>
/// short (n + 30 bytes):  name , status , x , y , z , heading , speed
/// long  (n + 85 bytes):  the short one, then while following  , kp , ki , kd , error , error angle
///                        , sensor 1 min , max , reading , sensor 2 min , max , reading
/// </code>
/// The name is n bytes of UTF-8 without a terminator; the others are 32-bit little-endian, signed integers first and IEEE
/// floats after them, with one comma byte (0x2C) before each. A comma can stand in the name and 0x2C in a number, so a report
/// is read from its end and never split. An object of this class either passed the checks of its constructor or was received;
/// a name that was received is kept as it came.
/// </remarks>
public sealed record StatusReport
{
    /// <summary>The longest name in bytes of UTF-8: what a payload of 209 bytes leaves beside a short report.</summary>
    public const int MaxNameLength = HeartbeatMessage.MaxPayloadLength - ShortLength;

    /// <summary>The longest name in bytes of UTF-8 beside the line-following values.</summary>
    public const int MaxFollowingNameLength = HeartbeatMessage.MaxPayloadLength - LongLength;

    private const byte Comma = (byte)',';
    private const int FieldLength = 5; // a comma and 32 bits
    private const int Integers = 6;
    private const int Floats = 11;
    private const int ShortLength = Integers * FieldLength;
    private const int LongLength = (Integers + Floats) * FieldLength;

    /// <summary>Makes a report to be sent.</summary>
    /// <param name="name">See <see cref="ValidateName"/>.</param>
    /// <param name="state">All else. Its line-following values are sent only while its status is <see cref="IzzyStatus.Following"/>.</param>
    /// <exception cref="ArgumentException">The name or the status cannot be sent; the message says why and what to do.</exception>
    public StatusReport(string name, IzzyState state)
    {
        ValidateStatus(state.Status, nameof(state));
        ValidateName(name, IsLong(state));
        Name = name;
        State = state;
    }

    private StatusReport(ReadOnlySpan<byte> receivedName, in IzzyState state)
    {
        Name = Encoding.UTF8.GetString(receivedName);
        State = state;
    }

    /// <summary>The IZZY's name. One that was received may hold any character: escape it before showing it.</summary>
    public string Name { get; }

    /// <summary>All else that the report says.</summary>
    public IzzyState State { get; }

    /// <summary>Reads a payload as a report, without allocating. Never throws, whatever came.</summary>
    /// <param name="payload">The payload of a packet.</param>
    /// <param name="nameUtf8">The name within <paramref name="payload"/>: valid UTF-8, perhaps empty, perhaps with control characters.</param>
    /// <param name="state">All else that the report says.</param>
    /// <returns>False if the payload is no report: a comma is not in its place, the status is unknown, or the name is not UTF-8.</returns>
    public static bool TryRead(ReadOnlySpan<byte> payload, out ReadOnlySpan<byte> nameUtf8, out IzzyState state)
    {
        // The long form first: it alone is told by its status, and a name that is allowed to be set cannot imitate it,
        // because the four bytes of the status within that name would be control characters.
        var isLong = HasForm(payload, LongLength, out var status) && status == IzzyStatus.Following;
        var nameLength = payload.Length - (isLong ? LongLength : ShortLength);
        // A name that is no UTF-8 in the long form is none in the short form either, which begins with the same bytes.
        if ((isLong || (HasForm(payload, ShortLength, out status) && IsKnown(status))) && Utf8.IsValid(payload[..nameLength]))
        {
            nameUtf8 = payload[..nameLength];
            var integers = payload.Slice(nameLength, ShortLength);
            state = new(
                status,
                X: Integer(integers, 1),
                Y: Integer(integers, 2),
                Z: Integer(integers, 3),
                Heading: Integer(integers, 4),
                Speed: Integer(integers, 5),
                Following: isLong ? Line(payload.Slice(nameLength + ShortLength, LongLength - ShortLength)) : null);
            return true;
        }

        nameUtf8 = default;
        state = default;
        return false;
    }

    /// <summary>Reads a payload as a report. Never throws, whatever came.</summary>
    /// <param name="payload">The payload of a packet.</param>
    /// <param name="report">The report, or null.</param>
    /// <returns>False if the payload is no report.</returns>
    public static bool TryRead(ReadOnlySpan<byte> payload, [NotNullWhen(true)] out StatusReport? report)
    {
        report = TryRead(payload, out var nameUtf8, out var state) ? new(nameUtf8, state) : null;
        return report is not null;
    }

    /// <summary>Writes a report, without allocating.</summary>
    /// <param name="destination">At least 209 bytes hold every report.</param>
    /// <param name="nameUtf8">
    /// The name in UTF-8. Its length and encoding are checked here; control characters are refused where a name is set, by
    /// <see cref="ValidateName"/>, so that a received report can be written again as it came.
    /// </param>
    /// <param name="state">All else. Its line-following values are written only while its status is <see cref="IzzyStatus.Following"/>.</param>
    /// <returns>The bytes written: 30 more than the name has, or 85 with the line-following values.</returns>
    /// <exception cref="ArgumentException">
    /// The name is longer than fits or no UTF-8, the status is unknown, or <paramref name="destination"/> is too small.
    /// </exception>
    public static int Write(Span<byte> destination, ReadOnlySpan<byte> nameUtf8, in IzzyState state)
    {
        var length = LengthOf(nameUtf8, state);
        if (destination.Length < length)
            throw new ArgumentException($"The report needs {length} bytes and the destination has {destination.Length}; {HeartbeatMessage.MaxPayloadLength} always suffice.", nameof(destination));

        WriteChecked(destination, nameUtf8, state);
        return length;
    }

    /// <summary>Refuses a name that cannot be sent whole. Names are never cut; the empty one is legal.</summary>
    /// <param name="name">At most 179 bytes of UTF-8, without control characters (below 0x20, and 0x7F to 0x9F) and without half a surrogate pair.</param>
    /// <param name="following">True to leave room for the line-following values: then at most 124 bytes.</param>
    /// <exception cref="ArgumentException">What is wrong with the name, and what to do.</exception>
    public static void ValidateName(string name, bool following = false)
    {
        ArgumentNullException.ThrowIfNull(name);
        for (var i = 0; i < name.Length; i++)
        {
            var c = name[i];
            if (char.IsControl(c))
                throw new ArgumentException($"The name has a control character (U+{(int)c:X4}) at position {i + 1}; take it out.", nameof(name));
            if (!char.IsSurrogate(c))
                continue;
            if (i + 1 == name.Length || !char.IsSurrogatePair(c, name[i + 1]))
                throw new ArgumentException($"The name has half a surrogate pair (U+{(int)c:X4}) at position {i + 1}, which is no character; take it out.", nameof(name));
            i++;
        }

        ValidateNameLength(Encoding.UTF8.GetByteCount(name), following, nameof(name));
    }

    /// <summary>How many bytes <see cref="Write"/> will write; throws where it would.</summary>
    internal static int LengthOf(ReadOnlySpan<byte> nameUtf8, in IzzyState state)
    {
        var isLong = IsLong(state);
        ValidateStatus(state.Status, nameof(state));
        ValidateNameLength(nameUtf8.Length, isLong, nameof(nameUtf8));
        if (!Utf8.IsValid(nameUtf8))
            throw new ArgumentException("The name is not valid UTF-8, so that nobody could read the report; encode it as UTF-8.", nameof(nameUtf8));
        return nameUtf8.Length + (isLong ? LongLength : ShortLength);
    }

    /// <summary>Writes what <see cref="LengthOf"/> has checked, into at least as many bytes as it told.</summary>
    internal static void WriteChecked(Span<byte> destination, ReadOnlySpan<byte> nameUtf8, in IzzyState state)
    {
        nameUtf8.CopyTo(destination);
        // At constant places in a span of constant length, where the compiler can leave the checks of bounds out.
        var integers = destination.Slice(nameUtf8.Length, ShortLength);
        WriteInteger(integers, 0, (int)state.Status);
        WriteInteger(integers, 1, state.X);
        WriteInteger(integers, 2, state.Y);
        WriteInteger(integers, 3, state.Z);
        WriteInteger(integers, 4, state.Heading);
        WriteInteger(integers, 5, state.Speed);
        if (!IsLong(state))
            return;

        var line = state.Following.GetValueOrDefault();
        var floats = destination.Slice(nameUtf8.Length + ShortLength, LongLength - ShortLength);
        WriteFloat(floats, 0, line.PidKp);
        WriteFloat(floats, 1, line.PidKi);
        WriteFloat(floats, 2, line.PidKd);
        WriteFloat(floats, 3, line.Error);
        WriteFloat(floats, 4, line.ErrorAngle);
        WriteFloat(floats, 5, line.Sensor1Min);
        WriteFloat(floats, 6, line.Sensor1Max);
        WriteFloat(floats, 7, line.Sensor1Reading);
        WriteFloat(floats, 8, line.Sensor2Min);
        WriteFloat(floats, 9, line.Sensor2Max);
        WriteFloat(floats, 10, line.Sensor2Reading);
    }

    private static bool IsLong(in IzzyState state) => state.Status == IzzyStatus.Following && state.Following.HasValue;

    private static bool IsKnown(IzzyStatus status) => status is >= IzzyStatus.Available and <= IzzyStatus.Unverified;

    private static void ValidateStatus(IzzyStatus status, string parameter)
    {
        if (!IsKnown(status))
            throw new ArgumentException($"The status {(int)status} is unknown; use one of {nameof(IzzyStatus)}, 1 to 6.", parameter);
    }

    private static void ValidateNameLength(int bytes, bool following, string parameter)
    {
        if (bytes > (following ? MaxFollowingNameLength : MaxNameLength))
        {
            throw new ArgumentException(
                following
                    ? $"The name has {bytes} bytes of UTF-8, and at most {MaxFollowingNameLength} fit beside the line-following values; shorten it."
                    : $"The name has {bytes} bytes of UTF-8, and at most {MaxNameLength} fit; shorten it.",
                parameter);
        }
    }

    /// <summary>Looks whether a payload ends in so many bytes of numbers, each with its comma, and reads the first of them.</summary>
    private static bool HasForm(ReadOnlySpan<byte> payload, int length, out IzzyStatus status)
    {
        status = default;
        if (payload.Length < length || payload.Length > HeartbeatMessage.MaxPayloadLength)
            return false;
        var fields = payload[^length..];
        for (var comma = 0; comma < fields.Length; comma += FieldLength)
        {
            if (fields[comma] != Comma)
                return false;
        }

        status = (IzzyStatus)Integer(fields, 0);
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static LineFollowing Line(ReadOnlySpan<byte> fields) => new(
        PidKp: Float(fields, 0),
        PidKi: Float(fields, 1),
        PidKd: Float(fields, 2),
        Error: Float(fields, 3),
        ErrorAngle: Float(fields, 4),
        Sensor1Min: Float(fields, 5),
        Sensor1Max: Float(fields, 6),
        Sensor1Reading: Float(fields, 7),
        Sensor2Min: Float(fields, 8),
        Sensor2Max: Float(fields, 9),
        Sensor2Reading: Float(fields, 10));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Integer(ReadOnlySpan<byte> fields, int index) => BinaryPrimitives.ReadInt32LittleEndian(fields[((index * FieldLength) + 1)..]);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float Float(ReadOnlySpan<byte> fields, int index) => BinaryPrimitives.ReadSingleLittleEndian(fields[((index * FieldLength) + 1)..]);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void WriteInteger(Span<byte> fields, int index, int value)
    {
        fields[index * FieldLength] = Comma;
        BinaryPrimitives.WriteInt32LittleEndian(fields[((index * FieldLength) + 1)..], value);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void WriteFloat(Span<byte> fields, int index, float value)
    {
        fields[index * FieldLength] = Comma;
        BinaryPrimitives.WriteSingleLittleEndian(fields[((index * FieldLength) + 1)..], value);
    }
}
