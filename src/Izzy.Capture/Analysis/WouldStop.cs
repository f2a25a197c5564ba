using Izzy.Heartbeat.Safety;

namespace Izzy.Capture.Analysis;

/// <summary>A stop of the IZZY that listens along.</summary>
/// <param name="At">When.</param>
/// <param name="Cause">Why.</param>
/// <param name="Silence">How long no beat had come by then.</param>
internal readonly record struct WouldStop(TimeSpan At, StopCause Cause, TimeSpan? Silence);
