namespace Izzy.Cli;

/// <summary>What <c>izzy</c> ends with, the same for every command.</summary>
internal static class ExitCodes
{
    /// <summary>All went well.</summary>
    public const int Fine = 0;

    /// <summary>A packet or a state was bad.</summary>
    public const int BadPacketOrState = 1;

    /// <summary>The command line, a variable, the settings file or a file named there is wrong.</summary>
    public const int Usage = 2;

    /// <summary>The port is taken or the state directory in use.</summary>
    public const int Taken = 3;
}
