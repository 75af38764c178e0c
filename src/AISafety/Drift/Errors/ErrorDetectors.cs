using AISafety.Statistics;

namespace AISafety.Drift;

/// <summary>Makes detectors.</summary>
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
}
