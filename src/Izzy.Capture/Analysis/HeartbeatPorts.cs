namespace Izzy.Capture.Analysis;

/// <summary>The two ports of a heartbeat.</summary>
/// <param name="ToClient">Where IZZYs listen.</param>
/// <param name="FromClient">Where Mother listens.</param>
internal readonly record struct HeartbeatPorts(int ToClient, int FromClient);
