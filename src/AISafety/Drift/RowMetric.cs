namespace AISafety;

/// <summary>How the rows of a window are compared with the reference as a whole.</summary>
/// <remarks>Of numeric features that vary; of more than 24, of their first 24 principal components, which is how embeddings are compared. Missing and infinite cells count as the mean. The level of all is met by simulation from
/// the reference (<see cref="Statistics.SimulatedNull"/>), but the classifier's, which is exact.</remarks>
public enum RowMetric
{
    /// <summary>The correlations of normal scores.</summary>
    Correlations = 0,

    /// <summary>The squared maximum mean discrepancy with a Gaussian kernel, by 128 random Fourier features; bandwidth by the median heuristic.</summary>
    MeanDiscrepancy = 1,

    /// <summary>The energy distance, of 400 rows at most on either side.</summary>
    Energy = 2,

    /// <summary>The area under the ROC curve of a logistic classifier of values and squares that was taught to tell half of the rows apart, on the other half.</summary>
    DomainClassifier = 3,

    /// <summary>The distribution (Kolmogorov-Smirnov) of what the principal components that hold 90 % of the variance, eight at most, leave of each row.</summary>
    ReconstructionError = 4,
}
