namespace Izzy.Panel.Access;

/// <summary>What somebody wants of the panel.</summary>
internal enum Act
{
    /// <summary>What anybody may who reaches the panel: the page itself, its health, to log in, and to stop.</summary>
    Open,

    /// <summary>See who is where: the stream, the events.</summary>
    View,

    /// <summary>Reset, acknowledge.</summary>
    Change,
}

/// <summary>Whether it is granted.</summary>
internal enum Verdict
{
    /// <summary>Yes.</summary>
    Granted,

    /// <summary>No: the browser was led here by a name that is not this machine's, as a foreign page does to get round its origin.</summary>
    Misdirected,

    /// <summary>No: another page asks through the browser of somebody who may.</summary>
    Foreign,

    /// <summary>No: the operator's token is needed.</summary>
    NeedsSession,
}
