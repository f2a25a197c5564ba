using Izzy.Heartbeat.Protocol;

namespace Izzy.Cli.Input;

/// <summary>What a line of input asks for: a closed set.</summary>
internal abstract record InputCommand
{
    private InputCommand()
    {
    }

    /// <summary>A blank line.</summary>
    public sealed record Nothing : InputCommand;

    /// <summary>Stop at once.</summary>
    public sealed record Stop : InputCommand;

    /// <summary>Reset after a stop.</summary>
    public sealed record Reset : InputCommand;

    /// <summary>Leave.</summary>
    public sealed record Quit : InputCommand;

    /// <summary>Mother: strike an IZZY from the list.</summary>
    /// <param name="Name">Its name or id, as it was typed.</param>
    public sealed record Forget(string Name) : InputCommand;

    /// <summary>Mother: the check before a show.</summary>
    /// <param name="IsConfirmed">Whether <c>yes</c> was typed behind it; otherwise it is only explained.</param>
    public sealed record Drill(bool IsConfirmed) : InputCommand;

    /// <summary>Client: report another status, and leave all else as it was.</summary>
    /// <param name="Status">The new one.</param>
    public sealed record ChangeStatus(IzzyStatus Status) : InputCommand;

    /// <summary>Attached: report this from now on.</summary>
    /// <param name="State">All of it.</param>
    public sealed record Report(IzzyState State) : InputCommand;

    /// <summary>Attached: the control loop is alive.</summary>
    public sealed record CheckIn : InputCommand;
}
