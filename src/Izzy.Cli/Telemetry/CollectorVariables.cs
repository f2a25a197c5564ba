using System.Runtime.CompilerServices;
using Izzy.Cli.Text;
using Izzy.Heartbeat;

namespace Izzy.Cli.Telemetry;

/// <summary>
/// Whether metrics are to be sent to a collector, by the standard variables of OpenTelemetry. Only where they are set is anything of it
/// loaded, so that a start without takes no longer.
/// </summary>
internal sealed class CollectorVariables
{
    private static readonly string[] s_endpoints = ["OTEL_EXPORTER_OTLP_METRICS_ENDPOINT", "OTEL_EXPORTER_OTLP_ENDPOINT"];
    private static readonly string[] s_protocols = ["OTEL_EXPORTER_OTLP_METRICS_PROTOCOL", "OTEL_EXPORTER_OTLP_PROTOCOL"];

    private const int HttpPort = 4318;

    private readonly string _endpoint;

    private CollectorVariables(string endpoint, Problem? doubt)
    {
        _endpoint = endpoint;
        Doubt = doubt;
    }

    /// <summary>What is likely wrong with them, and may yet be meant; null for nothing. Told when sending begins.</summary>
    public Problem? Doubt { get; }

    /// <returns>Null where nothing is to be sent.</returns>
    /// <exception cref="CommandException">A variable is wrong. It is told at the start: later nobody would look for it.</exception>
    public static CollectorVariables? Read() => Read(Environment.GetEnvironmentVariable);

    /// <inheritdoc cref="Read()"/>
    /// <param name="variable">The environment.</param>
    internal static CollectorVariables? Read(Func<string, string?> variable)
    {
        if (string.Equals(variable("OTEL_SDK_DISABLED"), "true", StringComparison.OrdinalIgnoreCase) || variable("OTEL_METRICS_EXPORTER") == "none")
            return null;
        string? found = null;
        foreach (var name in s_endpoints)
        {
            // An empty variable is how many shells unset one.
            if (variable(name) is not { Length: > 0 } endpoint)
                continue;
            found ??= endpoint;
            if (!Uri.TryCreate(endpoint, UriKind.Absolute, out var address) || (address.Scheme != Uri.UriSchemeHttp && address.Scheme != Uri.UriSchemeHttps))
                throw new CommandException(new Problem($"{name}: {Cells.Quote(endpoint)} is no address of a collector.", "Write one such as http://192.0.2.7:4317, or unset the variable."));
        }

        foreach (var name in found is null ? [] : s_protocols)
        {
            if (variable(name) is { Length: > 0 } protocol and not ("grpc" or "http/protobuf"))
                throw new CommandException(new Problem($"{name}: {Cells.Quote(protocol)} is no protocol that izzy speaks.", "Write grpc or http/protobuf, or unset the variable."));
        }

        return found is null ? null : new CollectorVariables(found, DoubtOf(found, s_protocols.Select(variable).FirstOrDefault(protocol => protocol is { Length: > 0 })));
    }

    // A collector hears HTTP at 4318 and gRPC at 4317, and gRPC is what is spoken where nothing is said: then nothing would ever arrive.
    private static Problem? DoubtOf(string endpoint, string? protocol) => new Uri(endpoint).Port == HttpPort && protocol != "http/protobuf"
        ? new Problem($"Metrics go to {Cells.Quote(endpoint)} by gRPC, and {HttpPort} is a collector's port for HTTP.", "Write port 4317, or set OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf; the heartbeat itself goes on.")
        : null;

    /// <summary>Sends Mother's metrics from now on. Call it before she is started.</summary>
    /// <param name="mother">Mother.</param>
    /// <param name="failed">Is told if it cannot be done.</param>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public IDisposable Send(Mother mother, Action<Problem> failed)
    {
        TellDoubt(failed);
        return CollectorLink.Of(mother, _endpoint, failed);
    }

    /// <summary>The same for an IZZY.</summary>
    /// <param name="izzy">The IZZY.</param>
    /// <param name="failed">Is told if it cannot be done.</param>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public IDisposable Send(IzzyClient izzy, Action<Problem> failed)
    {
        TellDoubt(failed);
        return CollectorLink.Of(izzy, _endpoint, failed);
    }

    private void TellDoubt(Action<Problem> tell)
    {
        if (Doubt is { } doubt)
            tell(doubt);
    }
}
