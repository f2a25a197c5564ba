using System.Security.Cryptography;
using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Engines;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Izzy.Bench.Measure;
using Izzy.Heartbeat.Protocol;

namespace Izzy.Bench.Benches;

/// <summary>Encoding and decoding a HERE with its report, by BenchmarkDotNet, beside a copy of its bytes.</summary>
internal sealed class CodecBench : IBench
{
    public string Name => "codec";

    public string About => "encode and decode a HERE with its report, against a copy of its bytes";

    public IEnumerable<Figure> Run(Scope scope)
    {
        var job = Job.Default
            .WithToolchain(InProcessEmitToolchain.Instance)
            .WithStrategy(scope.IsSmoke ? RunStrategy.ColdStart : RunStrategy.Throughput)
            .WithWarmupCount(scope.Times(5, 1))
            .WithIterationCount(scope.Times(15, 1))
            // A million times and more: as good as its own half a second, and the whole takes minutes less.
            .WithIterationTime(Perfolizer.Horology.TimeInterval.FromMilliseconds(100));
        var config = ManualConfig.CreateEmpty()
            .AddJob(scope.IsSmoke ? job.WithInvocationCount(16).WithUnrollFactor(16) : job)
            .AddDiagnoser(MemoryDiagnoser.Default)
            .AddLogger(NullLogger.Instance)
            .WithArtifactsPath(Path.Combine(Path.GetTempPath(), "izzy-bench"))
            .WithOptions(ConfigOptions.DisableOptimizationsValidator | ConfigOptions.DisableLogFile);
        var reports = BenchmarkRunner.Run<CodecBenchmarks>(config).Reports;
        var copy = Nanoseconds(nameof(CodecBenchmarks.Copy));
        foreach (var what in (string[])[nameof(CodecBenchmarks.Encode), nameof(CodecBenchmarks.Decode)])
        {
            yield return new Figure(Name, $"{what.ToLowerInvariant()} a HERE with its report; floor: a copy", "ns", Nanoseconds(what), copy).AtMost(60);
            yield return new Figure(Name, $"{what.ToLowerInvariant()}: allocated", "bytes", Of(what).GcStats.GetBytesAllocatedPerOperation(Of(what).BenchmarkCase) ?? 0).AtMost(0);
        }

        var mac = Nanoseconds(nameof(CodecBenchmarks.Mac));
        foreach (var what in (string[])[nameof(CodecBenchmarks.Sign), nameof(CodecBenchmarks.Check)])
        {
            yield return new Figure(Name, $"{what.ToLowerInvariant()} a HERE of verified mode; floor: HMAC-SHA256 of its bytes", "ns", Nanoseconds(what), mac);
            yield return new Figure(Name, $"{what.ToLowerInvariant()}: allocated", "bytes", Of(what).GcStats.GetBytesAllocatedPerOperation(Of(what).BenchmarkCase) ?? 0).AtMost(0);
        }

        BenchmarkReport Of(string what) => reports.Single(report => report.BenchmarkCase.Descriptor.WorkloadMethod.Name == what);
        double Nanoseconds(string what) => Of(what).ResultStatistics?.Median ?? double.NaN;
    }
}

/// <summary>What is repeated. Public, and not sealed, because BenchmarkDotNet derives from it.</summary>
public class CodecBenchmarks
{
    private static readonly Guid s_id = new("9b2f0b8e-3c1d-4a57-9a3e-2f8f6f1f7a10");

    private readonly byte[] _buffer = new byte[HeartbeatMessage.MaxLength];
    private readonly byte[] _name = "sofa-left"u8.ToArray();
    private readonly byte[] _packet;
    private readonly IzzyState _state = new(IzzyStatus.Moving) { X = 1, Y = -2, Z = 3, Heading = 90, Speed = 350 };

    private readonly byte[] _key = [.. Enumerable.Range(1, VerificationKeys.KeyLength).Select(number => (byte)number)];
    private readonly byte[] _mac = new byte[HMACSHA256.HashSizeInBytes];
    private readonly VerificationKeys _keys;
    private readonly byte[] _signed;

    public CodecBenchmarks()
    {
        _keys = new VerificationKeys(_key);
        _packet = new byte[Encode()];
        _buffer.AsSpan(0, _packet.Length).CopyTo(_packet);
        _signed = new byte[Sign()];
        _buffer.AsSpan(0, _signed.Length).CopyTo(_signed);
    }

    [Benchmark]
    public int Encode() => HeartbeatMessage.Encode(_buffer, MessageType.Here, s_id, Guid.Empty, _name, _state);

    [Benchmark]
    public double Decode()
    {
        _ = HeartbeatPacket.TryRead(_packet, out var packet, out _);
        _ = packet.TryReadReport(out var name, out var state);
        // Everything that Mother reads of it.
        return state.X + state.Speed + name.Length + packet.SenderId.GetHashCode() + packet.ReceiverId.GetHashCode() + (int)packet.Type;
    }

    [Benchmark]
    public int Sign() => new VerificationTrailer(VerifiedRole.Izzy, 1, 2, 1_000, 3, 4).Append(_buffer, _packet.Length, _keys);

    [Benchmark]
    public bool Check() => VerificationTrailer.IsAuthentic(_signed, _keys);

    [Benchmark]
    public int Mac() => HMACSHA256.HashData(_key, _signed.AsSpan(0, _signed.Length - VerificationTrailer.MacLength), _mac);

    [Benchmark(Baseline = true)]
    public void Copy() => _packet.CopyTo(_buffer, 0);
}
