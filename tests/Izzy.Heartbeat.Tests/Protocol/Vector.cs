using System.Text.Json;

namespace Izzy.Heartbeat.Tests.Protocol;

/// <summary>One of the packets of <c>vectors.json</c>; the valid ones were produced by the reference.</summary>
internal sealed record Vector(string Name, byte[] Packet, JsonElement Expected)
{
    private static readonly Vector[] s_all = Load();

    public bool IsValid => Expected.GetProperty("valid").GetBoolean();

    public static IEnumerable<Vector> Valid => s_all.Where(vector => vector.IsValid);

    public static TheoryData<string> NamesOfValid => [.. Valid.Select(vector => vector.Name)];

    public static TheoryData<string> NamesOfInvalid => [.. s_all.Where(vector => !vector.IsValid).Select(vector => vector.Name)];

    public static Vector Named(string name) => s_all.Single(vector => vector.Name == name);

    private static Vector[] Load()
    {
        using var document = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Protocol", "vectors.json")));
        return [.. document.RootElement.EnumerateArray().Select(vector => new Vector(
            vector.GetProperty("name").GetString()!,
            Convert.FromHexString(vector.GetProperty("packet").GetString()!),
            vector.GetProperty("expect").Clone()))];
    }
}
