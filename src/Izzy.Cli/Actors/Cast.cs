namespace Izzy.Cli.Actors;

/// <summary>Who plays, in the demo and where nobody says otherwise.</summary>
internal static class Cast
{
    /// <summary>The most in the demo: more would only be numbers.</summary>
    public const int Most = 100;

    private static readonly string[] s_names = ["sofa-left", "sofa-right", "wagon", "tree", "throne", "Türbühne"];

    public static IReadOnlyList<Actor> Of(int count) => [.. Enumerable.Range(0, count).Select(Make)];

    /// <summary>One that walks to and fro, on a lane of its own, so that nobody meets anybody.</summary>
    public static Walker Walk(int index, string name)
    {
        var lane = 600 + (index * 700 % 7000);
        return new Walker(name, 350 + (40 * (index % 5)), TimeSpan.FromSeconds(1.5 + (index % 3)), (-4000, lane), (3500, lane), (3500, lane + 250), (-4000, lane + 250));
    }

    private static Actor Make(int index)
    {
        var name = index < s_names.Length ? s_names[index] : $"wall-{index + 1}";
        var walker = Walk(index, name);
        return index switch
        {
            3 => new LineFollower(name),
            4 => new Fragile(walker, every: TimeSpan.FromSeconds(22), last: TimeSpan.FromSeconds(4)),
            _ => walker,
        };
    }
}
