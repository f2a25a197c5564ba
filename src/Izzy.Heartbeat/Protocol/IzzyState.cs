namespace Izzy.Heartbeat.Protocol;

/// <summary>What a status report says, but for the name: status, position, heading, speed and, while following, the line.</summary>
/// <param name="Status">What the IZZY is doing.</param>
/// <param name="X">Position in millimetres. The unit is this project's; the reference gives none.</param>
/// <param name="Y">Position in millimetres.</param>
/// <param name="Z">Position in millimetres.</param>
/// <param name="Heading">Heading in degrees, not normalised (the reference sends any integer). The unit is this project's.</param>
/// <param name="Speed">Speed in millimetres per second, negative backwards. The unit is this project's.</param>
/// <param name="Following">
/// The line-following values; sent only while <paramref name="Status"/> is <see cref="IzzyStatus.Following"/>, and null
/// then means a short report, which the reference sends too.
/// </param>
public readonly record struct IzzyState(
    IzzyStatus Status,
    int X = 0,
    int Y = 0,
    int Z = 0,
    int Heading = 0,
    int Speed = 0,
    LineFollowing? Following = null);
