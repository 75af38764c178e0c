using AISafety.Benchmarks;

namespace AISafety.Peers;

/// <summary>Work in this process.</summary>
/// <param name="name">What is called.</param>
/// <param name="run">The work, which leaves its result where <paramref name="answer"/> finds it.</param>
/// <param name="answer">The result as numbers; not timed.</param>
internal sealed class DotNetContender(string name, Action run, Func<double[]> answer) : Contender(name)
{
    // The compiler instruments a method after 30 calls and optimises it after 30 more, each time some 100 ms later on another thread.
    private const int CallsOfATier = 34;
    private const int PauseOfATier = 150;
    private const int Tiers = 3;
    private const double LongestTier = 1e9;

    public override double[] Answer()
    {
        run();
        return answer();
    }

    public override void WarmUp(bool quick)
    {
        for (int tier = 0; tier < (quick ? 1 : Tiers); tier++)
        {
            double start = ThreadTime.Nanoseconds();
            for (int call = 0; call < CallsOfATier && ThreadTime.Nanoseconds() - start < LongestTier; call++)
            {
                run();
            }

            Thread.Sleep(PauseOfATier);
        }
    }

    public override double Time(int runs)
    {
        double start = ThreadTime.Nanoseconds();
        for (int i = 0; i < runs; i++)
        {
            run();
        }

        return ThreadTime.Nanoseconds() - start;
    }
}
