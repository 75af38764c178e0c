namespace AISafety.Drift.Reporting;

/// <summary>How verdicts and metrics are written for people.</summary>
internal static class DriftText
{
    public static string Verdict(DriftVerdict verdict) => verdict switch
    {
        DriftVerdict.CertainlyDrifted => "certainly drifted",
        DriftVerdict.Drifted => "drifted",
        DriftVerdict.TooSmall => "too small to matter",
        DriftVerdict.NotComparable => "not comparable",
        _ => "no drift found",
    };

    public static string Metric(DriftMetric metric) => metric switch
    {
        DriftMetric.KolmogorovSmirnov => "Kolmogorov-Smirnov",
        DriftMetric.ChiSquare => "chi-square, total variation",
        DriftMetric.PopulationStability => "PSI, rare cells together",
        DriftMetric.JensenShannon => "Jensen-Shannon",
        DriftMetric.Hellinger => "Hellinger",
        DriftMetric.KullbackLeibler => "Kullback-Leibler, nats",
        DriftMetric.TotalVariation => "total variation",
        DriftMetric.Wasserstein => "Wasserstein, deviations",
        DriftMetric.MeanShift => "shift of the mean, deviations",
        _ => metric.ToString(),
    };
}
