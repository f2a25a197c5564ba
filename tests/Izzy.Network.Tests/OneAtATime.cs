// Each test has the machine to itself: they measure what the clock and the scheduler do.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
