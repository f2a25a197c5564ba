namespace Izzy.Heartbeat.Protocol;

/// <summary>
/// The line-following part of a status report: eleven 32-bit IEEE floats, sent only while the status is
/// <see cref="IzzyStatus.Following"/>. The reference gives no units; any float travels, also one that is not finite.
/// </summary>
/// <param name="PidKp">Proportional gain.</param>
/// <param name="PidKi">Integral gain.</param>
/// <param name="PidKd">Derivative gain.</param>
/// <param name="Error">Deviation from the line.</param>
/// <param name="ErrorAngle">Deviation from the line's direction.</param>
/// <param name="Sensor1Min">Sensor 1: calibrated minimum.</param>
/// <param name="Sensor1Max">Sensor 1: calibrated maximum.</param>
/// <param name="Sensor1Reading">Sensor 1: present reading.</param>
/// <param name="Sensor2Min">Sensor 2: calibrated minimum.</param>
/// <param name="Sensor2Max">Sensor 2: calibrated maximum.</param>
/// <param name="Sensor2Reading">Sensor 2: present reading.</param>
public readonly record struct LineFollowing(
    float PidKp,
    float PidKi,
    float PidKd,
    float Error,
    float ErrorAngle,
    float Sensor1Min,
    float Sensor1Max,
    float Sensor1Reading,
    float Sensor2Min,
    float Sensor2Max,
    float Sensor2Reading);
