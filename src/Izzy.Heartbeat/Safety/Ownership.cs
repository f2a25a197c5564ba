namespace Izzy.Heartbeat.Safety;

/// <summary>
/// Which Mother an IZZY belongs to (rule S10).
/// <code>
/// state     heard from                                          becomes
/// nobody's  any Mother (only the named one, if one is named)    hers (first)
/// hers      her, HELLO or ESTOP                                 hers, heard now
/// hers      a stranger, she heard within T                      hers; the stranger is an alarm
/// hers      a stranger, she silent for longer than T            the stranger's (new), unless another one is named
/// </code>
/// Her silence counts from the last time that the socket was known to be empty: what waited in it through a freeze tells
/// nothing of who beats now.
/// </summary>
internal struct Ownership(TimeSpan limit, Guid? onlyMother)
{
    private TimeSpan _silentSince;

    /// <summary>The owner, or null before one was heard.</summary>
    public Guid? Owner { get; private set; }

    /// <summary>The owner, or the one who was named to become it.</summary>
    public readonly Guid? OwnerOrNamed => Owner ?? onlyMother;

    /// <summary>True once the IZZY changed hands; only a person's reset clears it (rule S11).</summary>
    public bool ChangedHands { get; private set; }

    /// <summary>A Mother is heard, in a beat or a stop.</summary>
    /// <returns>True if she owns the IZZY, perhaps from now on.</returns>
    public bool Hear(Guid mother, TimeSpan now)
    {
        if (mother == Owner)
        {
            _silentSince = now;
            return true;
        }

        if (onlyMother is { } named && mother != named)
            return false;
        if (Owner is not null)
        {
            if (now - _silentSince <= limit)
                return false;
            ChangedHands = true;
        }

        Owner = mother;
        _silentSince = now;
        return true;
    }

    /// <summary>Nothing of what came before this time tells who beats now: the owner's silence starts anew.</summary>
    public void SilenceStartsAt(TimeSpan now) => _silentSince = now > _silentSince ? now : _silentSince;

    /// <summary>A person accepts the owner.</summary>
    public void Accept() => ChangedHands = false;
}
