namespace Izzy.Cli.Simulate;

/// <summary>A robot of the simulated fleet. One thread calls all of it.</summary>
internal interface ISimulated : IDisposable
{
    /// <summary>Its name.</summary>
    string Name { get; }

    /// <summary>Hears, moves and answers, as far as it is time.</summary>
    void Step(TimeSpan now);

    /// <summary>A person resets it.</summary>
    void Reset();

    /// <summary>A person stops it at the robot.</summary>
    void Stop();
}
