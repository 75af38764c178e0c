namespace AISafety.Drift;

/// <summary>What metrics are called in alerts and reports.</summary>
internal static class MetricNames
{
    public static string Of(DriftMetric metric) => metric switch
    {
        DriftMetric.KolmogorovSmirnov => "ks",
        DriftMetric.ChiSquare => "chi-square",
        DriftMetric.PopulationStability => "psi",
        DriftMetric.JensenShannon => "jensen-shannon",
        DriftMetric.Hellinger => "hellinger",
        DriftMetric.KullbackLeibler => "kl",
        DriftMetric.TotalVariation => "total-variation",
        DriftMetric.Wasserstein => "wasserstein",
        DriftMetric.MeanShift => "mean-shift",
        _ => metric.ToString(),
    };

    public static string Of(RowMetric metric) => metric switch
    {
        RowMetric.MeanDiscrepancy => "mmd",
        RowMetric.Energy => "energy",
        RowMetric.DomainClassifier => "domain-classifier",
        RowMetric.ReconstructionError => "reconstruction",
        _ => "correlation",
    };
}
