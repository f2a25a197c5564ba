namespace Izzy.Cli.Text;

/// <summary>Finds what somebody meant to type.</summary>
internal static class Spelling
{
    /// <summary>The known word that the fewest changes make of what was typed, if they are few enough to be a slip.</summary>
    public static string? Nearest(string typed, IEnumerable<string> known) => known
        .Select(word => (Word: word, Distance: Distance(typed, word)))
        .Where(candidate => candidate.Distance <= Math.Max(1, candidate.Word.Length / 3))
        .OrderBy(candidate => candidate.Distance)
        .FirstOrDefault()
        .Word;

    /// <summary>How many letters must be put in, taken out or changed (Levenshtein). What is far longer than any word is far from all.</summary>
    private static int Distance(string one, string other)
    {
        if (one.Length > 40)
            return int.MaxValue;
        var row = Enumerable.Range(0, other.Length + 1).ToArray();
        for (var i = 0; i < one.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i + 1;
            for (var j = 0; j < other.Length; j++)
            {
                var changed = diagonal + (char.ToLowerInvariant(one[i]) == char.ToLowerInvariant(other[j]) ? 0 : 1);
                diagonal = row[j + 1];
                row[j + 1] = Math.Min(changed, Math.Min(row[j], row[j + 1]) + 1);
            }
        }

        return row[^1];
    }
}
