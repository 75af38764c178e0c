namespace AISafety;

/// <summary>Which detector watches the stream of errors. Only <see cref="HddmA"/> and <see cref="HddmW"/> bound the probability of each comparison's false alarm whatever the distribution of the errors; none bounds it for all time.</summary>
public enum ErrorDetector
{
    /// <summary>Hoeffding's inequality for averages: <see cref="Statistics.HddmA"/>. The default: no assumption, and good for gradual rises.</summary>
    HddmA = 0,

    /// <summary>McDiarmid's inequality for weighted averages: <see cref="Statistics.HddmW"/>. Quicker at sudden rises, with more false alarms.</summary>
    HddmW = 1,

    /// <summary>A window that adapts its length: <see cref="Statistics.Adwin"/>.</summary>
    Adwin = 2,

    /// <summary>The error rate and its standard deviation: <see cref="Statistics.Ddm"/>. Classes only.</summary>
    Ddm = 3,

    /// <summary>The distance between errors: <see cref="Statistics.Eddm"/>. Classes only.</summary>
    Eddm = 4,

    /// <summary>The Page-Hinkley test: <see cref="Statistics.PageHinkley"/>.</summary>
    PageHinkley = 5,

    /// <summary>Kolmogorov and Smirnov's test of the newest against a sample of the older: <see cref="Statistics.Kswin"/>.</summary>
    Kswin = 6,

    /// <summary>The tabular CUSUM, against a stated error or the one of the first rows: <see cref="Statistics.Cusum"/>.</summary>
    Cusum = 7,
}
