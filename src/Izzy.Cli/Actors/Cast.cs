namespace Izzy.Cli.Actors;

/// <summary>Who plays in the demo.</summary>
internal static class Cast
{
    /// <summary>More would only be numbers.</summary>
    public const int Most = 100;

    private static readonly string[] s_names = ["sofa-left", "sofa-right", "wagon", "tree", "throne", "Türbühne"];

    public static IReadOnlyList<Actor> Of(int count) => [.. Enumerable.Range(0, count).Select(Make)];

    private static Actor Make(int index)
    {
        var name = index < s_names.Length ? s_names[index] : $"wall-{index + 1}";
        // Each on a lane of its own, so that nobody meets anybody.
        var lane = 600 + (index * 700 % 7000);
        var walker = new Walker(name, 350 + (40 * (index % 5)), TimeSpan.FromSeconds(1.5 + (index % 3)), (-4000, lane), (3500, lane), (3500, lane + 250), (-4000, lane + 250));
        return index switch
        {
            3 => new LineFollower(name),
            4 => new Fragile(walker, every: TimeSpan.FromSeconds(22), last: TimeSpan.FromSeconds(4)),
            _ => walker,
        };
    }
}
