using AISafety.Benchmarks;

namespace AISafety.Evaluation.Rollout;

/// <summary>Times calls in turns: all subjects there and back again in each round, so that a drift of the machine's speed falls on all alike. By the CPU time of one thread, where there is such a clock.</summary>
/// <remarks>Short turns, and many: on a busy machine only some are not disturbed.</remarks>
internal sealed class TimedRounds
{
    private const int CallsPerTurn = 5_000;
    private const int Rounds = 200;
    private const int WarmUps = 40;

    private readonly double[][] _nanoseconds;
    private readonly double[] _bytes;

    private TimedRounds(Func<float>[] subjects)
    {
        _nanoseconds = [.. subjects.Select(static _ => new double[Rounds])];
        _bytes = new double[subjects.Length];
        int[] order = [.. Enumerable.Range(0, subjects.Length), .. Enumerable.Range(0, subjects.Length).Reverse()];
        for (int round = -WarmUps; round < Rounds; round++)
        {
            foreach (int i in order)
            {
                (double nanoseconds, double bytes) = Turn(subjects[i]);
                if (round >= 0)
                {
                    _nanoseconds[i][round] += nanoseconds / 2;
                    _bytes[i] += bytes / (2 * Rounds);
                }
            }
        }
    }

    /// <summary>Times some calls. What they return is summed, so that nothing is left out.</summary>
    public static TimedRounds Measure(params Func<float>[] subjects) => new(subjects);

    /// <summary>The median of a subject, in nanoseconds a call.</summary>
    public double Median(int subject) => Quantile(_nanoseconds[subject], 0.5);

    /// <summary>The least of a subject, in nanoseconds a call.</summary>
    public double Least(int subject) => _nanoseconds[subject].Min();

    /// <summary>What a subject allocates on the caller's thread, in bytes a call.</summary>
    public double Bytes(int subject) => _bytes[subject];

    /// <summary>A quantile of what is computed, in each round, of that round's times.</summary>
    /// <param name="share">0 to 1.</param>
    /// <param name="compute">Computes it of the time of a subject.</param>
    public double Quantile(double share, Func<Func<int, double>, double> compute) =>
        Quantile([.. Enumerable.Range(0, Rounds).Select(round => compute(subject => _nanoseconds[subject][round]))], share);

    private static double Quantile(double[] values, double share)
    {
        double[] sorted = [.. values.Order()];
        double place = share * (sorted.Length - 1);
        int below = (int)place;
        return below + 1 < sorted.Length ? sorted[below] + ((place - below) * (sorted[below + 1] - sorted[below])) : sorted[below];
    }

    private static (double Nanoseconds, double Bytes) Turn(Func<float> call)
    {
        long allocated = GC.GetAllocatedBytesForCurrentThread();
        double started = ThreadTime.Nanoseconds();
        float sum = 0;
        for (int i = 0; i < CallsPerTurn; i++)
        {
            sum += call();
        }

        double time = (ThreadTime.Nanoseconds() - started) / CallsPerTurn;
        GC.KeepAlive(sum);
        return (time, (double)(GC.GetAllocatedBytesForCurrentThread() - allocated) / CallsPerTurn);
    }
}
