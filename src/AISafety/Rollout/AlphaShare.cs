namespace AISafety.Rollout;

/// <summary>Which part of an error probability a process has, so that all of them together have no more than the whole.</summary>
/// <remarks>The first so many as the rollout counts on have 90 % in equal parts; what comes after them, after restarts, has 10 % in the parts 1/2, 1/6, 1/12, ..., whose sum is 1. A process that starts anew has forgotten the evidence, and a
/// second test is a second chance to err.</remarks>
internal static class AlphaShare
{
    private const double Planned = 0.9;

    /// <summary>The part of the n-th process, from 1.</summary>
    public static double Of(int life, int processes)
    {
        if (life <= processes)
        {
            return Planned / processes;
        }

        double restart = life - processes;
        return (1 - Planned) / (restart * (restart + 1));
    }
}
