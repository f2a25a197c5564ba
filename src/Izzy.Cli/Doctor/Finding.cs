namespace Izzy.Cli.Doctor;

/// <summary>How bad it is.</summary>
internal enum Verdict
{
    /// <summary>As it should be.</summary>
    Ok,

    /// <summary>It can work, but not for everybody or not always.</summary>
    Warning,

    /// <summary>A heartbeat cannot work like this.</summary>
    Fault,
}

/// <summary>What was found about one thing.</summary>
/// <param name="Check">Which thing, in one word.</param>
/// <param name="Verdict">How bad it is.</param>
/// <param name="What">What was seen.</param>
/// <param name="ToDo">What to do about it; null where nothing needs to be done.</param>
internal sealed record Finding(string Check, Verdict Verdict, string What, string? ToDo = null)
{
    public static Finding Ok(string check, string what) => new(check, Verdict.Ok, what);

    public static Finding Warning(string check, string what, string toDo) => new(check, Verdict.Warning, what, toDo);

    public static Finding Fault(string check, string what, string toDo) => new(check, Verdict.Fault, what, toDo);
}
