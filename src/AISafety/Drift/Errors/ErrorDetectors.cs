using AISafety.Statistics;

namespace AISafety.Drift;

/// <summary>Makes detectors, and says whether what they found is a rise.</summary>
internal static class ErrorDetectors
{
    /// <param name="options">Which one.</param>
    /// <param name="normal">The mean error that is normal; only for CUSUM.</param>
    public static DriftDetector Make(ErrorDriftOptions options, double normal) => options.Detector switch
    {
        ErrorDetector.HddmW => new HddmW(),
        ErrorDetector.Adwin => new Adwin(),
        ErrorDetector.Ddm => new Ddm(),
        ErrorDetector.Eddm => new Eddm(),
        ErrorDetector.PageHinkley => new PageHinkley(),
        ErrorDetector.Kswin => new Kswin(seed: options.Seed),
        ErrorDetector.Cusum => new Cusum(normal, Math.Sqrt(normal * (1 - normal))),
        _ => new HddmA(),
    };

    /// <summary>How many of the newest errors <see cref="Kswin"/> compares.</summary>
    public const int Newest = 30;

    /// <summary>Whether drift is a rise of the mean: three of the detectors report falls too.</summary>
    /// <param name="detector">Just after its drift.</param>
    /// <param name="before">The mean of ADWIN's window before the last error; the target of CUSUM.</param>
    /// <param name="errors">The errors so far, the last one included.</param>
    public static bool IsRise(DriftDetector detector, double before, ReadOnlySpan<float> errors) => detector switch
    {
        // The old part went: the mean of what stays tells how it differed.
        Adwin adwin => adwin.Mean > before,

        // Only a value above the target can bring the upper sum over its threshold, and only one below it the lower.
        Cusum => errors[^1] > before,
        Kswin => errors.Length > Newest && Mean(errors[^Newest..]) > Mean(errors[..^Newest]),
        _ => true,
    };

    private static double Mean(ReadOnlySpan<float> errors)
    {
        double sum = 0;
        foreach (float error in errors)
        {
            sum += error;
        }

        return sum / errors.Length;
    }
}
