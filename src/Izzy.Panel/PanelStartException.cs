namespace Izzy.Panel;

/// <summary>The panel could not be started. Mother beats all the same; the message says what is wrong, and <see cref="ToDo"/> what to do.</summary>
/// <param name="what">One sentence: what is wrong.</param>
/// <param name="toDo">One sentence: what to do about it.</param>
/// <param name="innerException">What the system said, if it said anything.</param>
public sealed class PanelStartException(string what, string toDo, Exception? innerException = null) : Exception(what, innerException)
{
    /// <summary>One sentence for the person in front of the machine.</summary>
    public string ToDo { get; } = toDo;
}
