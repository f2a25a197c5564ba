namespace Izzy.Heartbeat.Tests.Endurance;

/// <summary>
/// How often an IZZY in verified mode stops for nothing but lost datagrams, if each beat and each answer is lost independently with probability p.
/// <para>
/// A beat counts from when the challenge was sent that it echoes. Each beat that is heard is answered with a new challenge, and Mother echoes the newest
/// that reached her. After the challenge of beat m counted, the IZZY lives on for N = ⌊T / P⌋ beats, and stops unless among them is a beat m' that was
/// heard and whose answer arrived, and after it a beat j' that was heard.
/// </para>
/// <para>
/// That is a chain with two numbers, both counted in beats: how old the challenge is that counted last, and how old the newest is that Mother has. Its
/// stationary distribution is iterated until it stands; what flows into the stop at each beat is the rate, with a person who resets at the first beat that counts.
/// </para>
/// </summary>
internal static class VerifiedLossArithmetic
{
    private const double Standing = 1e-17;

    /// <summary>Stops for each beat sent.</summary>
    public static double StopsPerBeat(double loss, int beatsToLive)
    {
        // [fed, known]: equal where Mother has nothing newer than what counted. Who is stopped has fed = beatsToLive, and known up to that.
        var now = new double[beatsToLive + 1, beatsToLive + 1];
        now[beatsToLive, beatsToLive] = 1;
        while (true)
        {
            var next = new double[beatsToLive + 1, beatsToLive + 1];
            var stops = Step(now, next, loss, beatsToLive);
            var change = 0.0;
            for (var fed = 0; fed <= beatsToLive; fed++)
            {
                for (var known = 0; known <= beatsToLive; known++)
                    change = Math.Max(change, Math.Abs(next[fed, known] - now[fed, known]));
            }

            now = next;
            if (change < Standing)
                return stops;
        }
    }

    public static double StopsPerHour(double loss, TimeSpan limit, TimeSpan period) =>
        StopsPerBeat(loss, LossArithmetic.LossesToStop(limit, period)) * (TimeSpan.FromHours(1) / period);

    /// <summary>One beat.</summary>
    /// <returns>How probable it is that it stops the IZZY.</returns>
    private static double Step(double[,] now, double[,] next, double loss, int most)
    {
        var stops = 0.0;
        for (var fed = 0; fed <= most; fed++)
        {
            for (var known = 0; known <= fed; known++)
            {
                var here = now[fed, known];
                if (here == 0)
                    continue;
                var (older, olderKnown) = (Math.Min(fed + 1, most), Math.Min(known + 1, most));
                // A beat that is heard echoes what Mother has; if that is nothing new, nothing is fed and all grows older.
                var heard = known < fed ? olderKnown : older;
                Go(fed, older, olderKnown, here * loss);
                Go(fed, heard, 0, here * (1 - loss) * (1 - loss));
                Go(fed, heard, heard, here * (1 - loss) * loss);
            }
        }

        return stops;

        void Go(int from, int fed, int known, double probability)
        {
            next[fed, known] += probability;
            stops += fed == most && from < most ? probability : 0;
        }
    }
}
