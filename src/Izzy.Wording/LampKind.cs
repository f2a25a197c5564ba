namespace Izzy.Wording;

/// <summary>What a lamp says by its colour, the most urgent first.</summary>
internal enum LampKind
{
    /// <summary>Lost or at fault: red.</summary>
    Fault,

    /// <summary>Late: amber.</summary>
    Late,

    /// <summary>Unknown: grey.</summary>
    Unknown,

    /// <summary>Stopped and waiting for a reset: blue.</summary>
    Stopped,

    /// <summary>All is well: green.</summary>
    Ok,
}
