namespace Izzy.Cli.Doctor;

/// <summary>A Mother as she is heard: how often, and from where. Pure: time is an argument.</summary>
internal sealed class HeardMother
{
    // Copies of one beat, by each of her interfaces and by each of this machine's, come at once. Half of the shortest period there is.
    private static readonly TimeSpan s_together = TimeSpan.FromMilliseconds(5);

    // Of a beat by two interfaces one copy may be lost, but hardly so often.
    private const int BeatsOfAnother = 3;

    // More are made up.
    private const int MostAddresses = 8;

    private readonly HashSet<string> _copies = [];
    private readonly Dictionary<string, int> _alone = [];
    private TimeSpan _first;
    private TimeSpan _last;
    private int _beats;
    private string _from = "";
    private bool _hasKey = true;

    /// <summary>
    /// The addresses whose beats come each for themselves. More than one: two Mothers have one id. A single Mother with two
    /// interfaces beats from both at once.
    /// </summary>
    public IReadOnlyList<string> Apart => [.. _alone.Where(each => each.Value >= BeatsOfAnother).Select(each => each.Key)];

    /// <summary>A beat, or a copy of it, came.</summary>
    /// <param name="from">The address.</param>
    /// <param name="isSigned">Whether it ends in a trailer of verified mode.</param>
    /// <param name="now">The time.</param>
    public void Hear(string from, bool isSigned, TimeSpan now)
    {
        _hasKey &= isSigned;
        if (_beats == 0 || now - _last > s_together)
        {
            if (_copies.Count == 1 && (_alone.Count < MostAddresses || _alone.ContainsKey(_copies.Single())))
                _alone[_copies.Single()] = _alone.GetValueOrDefault(_copies.Single()) + 1;
            _copies.Clear();
            (_first, _from) = _beats == 0 ? (now, from) : (_first, _from);
            _last = now;
            _beats++;
        }

        if (_copies.Count < MostAddresses)
            _copies.Add(from);
    }

    /// <summary>Where she is, her period, and whether she has a key: every beat of hers is signed then.</summary>
    public override string ToString()
    {
        var period = _beats > 1 ? FormattableString.Invariant($" every {(_last - _first).TotalMilliseconds / (_beats - 1):0} ms") : "";
        return $"{_from}{period}{(_hasKey ? ", with a key" : "")}";
    }
}
