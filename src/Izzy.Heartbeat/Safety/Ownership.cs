namespace Izzy.Heartbeat.Safety;

/// <summary>
/// Which Mother an IZZY belongs to (rule S10).
/// <code>
/// state     heard from                                          becomes
/// nobody's  any Mother (only the named one, if one is named)    hers (first)
/// hers      her HELLO                                           hers for T from now
/// hers      her ESTOP                                           hers for T from now, and for 3.5 s at least
/// hers      a stranger, within that time                        hers; the stranger is an alarm
/// hers      a stranger, after it                                the stranger's (new), unless another one is named
/// </code>
/// A stopped Mother repeats ESTOP once a second, which is longer than some limits: she keeps what is hers through the loss
/// of two in a row.
/// <para>
/// Her silence counts from the last time that the socket was known to be empty: what waited in it through a freeze tells
/// nothing of who beats now.
/// </para>
/// </summary>
internal struct Ownership(TimeSpan limit, Guid? onlyMother)
{
    private static readonly TimeSpan s_heldByEstop = TimeSpan.FromSeconds(3.5);

    private TimeSpan _heldUntil;

    /// <summary>The owner, or null before one was heard.</summary>
    public Guid? Owner { get; private set; }

    /// <summary>The owner, or the one who was named to become it.</summary>
    public readonly Guid? OwnerOrNamed => Owner ?? onlyMother;

    /// <summary>True once the IZZY changed hands; only a person's reset clears it (rule S11).</summary>
    public bool ChangedHands { get; private set; }

    /// <summary>Whether a Mother who is heard now owns the IZZY, perhaps from now on. Changes nothing.</summary>
    public readonly bool MayOwn(Guid mother, TimeSpan now) =>
        mother == Owner || ((onlyMother is null || mother == onlyMother) && (Owner is null || now > _heldUntil));

    /// <summary>A Mother is heard in a beat.</summary>
    /// <returns>True if she owns the IZZY, perhaps from now on.</returns>
    public bool HearHello(Guid mother, TimeSpan now) => Hear(mother, now, limit);

    /// <summary>A Mother is heard in a stop.</summary>
    /// <returns>True if she owns the IZZY, perhaps from now on.</returns>
    public bool HearEstop(Guid mother, TimeSpan now) => Hear(mother, now, limit > s_heldByEstop ? limit : s_heldByEstop);

    /// <summary>Nothing of what came before this time tells who beats now: the owner's silence starts anew.</summary>
    public void SilenceStartsAt(TimeSpan now) => HoldUntil(now + limit);

    /// <summary>A person accepts the owner.</summary>
    public void Accept() => ChangedHands = false;

    private bool Hear(Guid mother, TimeSpan now, TimeSpan hold)
    {
        if (!MayOwn(mother, now))
            return false;
        ChangedHands |= Owner is not null && mother != Owner;
        Owner = mother;
        HoldUntil(now + hold);
        return true;
    }

    private void HoldUntil(TimeSpan until) => _heldUntil = until > _heldUntil ? until : _heldUntil;
}
