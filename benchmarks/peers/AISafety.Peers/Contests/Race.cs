namespace AISafety.Peers;

/// <summary>Compares the answers of an operation's contenders, then times them in turns: A B C C B A is a round, so that a machine that slows down slows all alike.</summary>
internal sealed class Race(int rounds, int core, bool quick)
{
    // Long against the clock's own cost, short against what else the machine does.
    private const double LeastNanoseconds = 8e6;

    // A peer that takes longer than this takes part in one turn only: its figure is not close enough to another to need more.
    private const double LongestNanoseconds = 5e9;

    public Row Run(Entry entry)
    {
        try
        {
            Operation operation = entry.Create();
            Contender[] all = [operation.Ours, .. operation.Peers];
            double[] ours = operation.Ours.Answer();
            double[] differences = [0, .. operation.Peers.Select(peer => Agreement.Require(ours, peer, peer.Answer(), peer.Tolerance ?? operation.Tolerance))];
            double[][] times = operation.IsTimedOnce ? [.. all.Select(contender => new[] { contender.Time(1) })] : Time(all);
            Measured[] measured = [.. all.Select((contender, i) => new Measured(contender.Name, times[i], differences[i], contender.IsHandWritten))];
            return new(entry.Name, operation, measured[0], measured[1..], null);
        }
        // Whatever a contender throws spoils its own row only.
        catch (Exception exception)
        {
            return Row.Failed(entry.Name, exception.Message);
        }
    }

    private double[][] Time(Contender[] contenders)
    {
        foreach (Contender contender in contenders)
        {
            contender.WarmUp(quick);
        }

        // Only now: pinned from the start, the threads that compile would have waited for this one.
        using Affinity pinned = Affinity.PinTo(core);
        (int Count, double Nanoseconds)[] runs = [.. contenders.Select(Runs)];
        double[][] times = [.. runs.Select(run => run.Nanoseconds > LongestNanoseconds ? [run.Nanoseconds] : new double[rounds])];
        for (int round = 0; round < rounds; round++)
        {
            for (int turn = 0; turn < 2 * contenders.Length; turn++)
            {
                int i = turn < contenders.Length ? turn : 2 * contenders.Length - 1 - turn;
                if (runs[i].Nanoseconds <= LongestNanoseconds)
                {
                    times[i][round] += contenders[i].Time(runs[i].Count) / (2 * runs[i].Count);
                }
            }
        }

        foreach (double[] ofContender in times)
        {
            Array.Sort(ofContender);
        }

        return times;
    }

    // How many runs take long enough to be timed, and how long.
    private (int Count, double Nanoseconds) Runs(Contender contender)
    {
        double least = quick ? LeastNanoseconds / 8 : LeastNanoseconds;
        int runs = 1;
        double time = contender.Time(1);
        for (; time < least; time = contender.Time(runs))
        {
            runs = (int)Math.Max(2.0 * runs, Math.Min(1.1 * runs * least / Math.Max(time, 1), 1e8));
        }

        return (runs, time);
    }
}
