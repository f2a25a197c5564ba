// Four at once: most of these wait for processes, each with ports, state and hosts of its own.
[assembly: CollectionBehavior(MaxParallelThreads = 4)]

namespace Izzy.Network.Tests;

/// <summary>Tests that have the machine to themselves, one after the other: they measure what the clock and the scheduler do, or take all of it.</summary>
[CollectionDefinition(DisableParallelization = true)]
public sealed class Alone;
