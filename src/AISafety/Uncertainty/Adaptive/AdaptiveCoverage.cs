namespace AISafety.Uncertainty;

/// <summary>Where adaptive intervals stand.</summary>
/// <param name="Target">How often the truth is to lie in the interval.</param>
/// <param name="Level">The level for the next interval: it is made as for this rate of misses. 0 or less: infinite; 1 or more: empty.</param>
/// <param name="Reach">How far the next interval reaches to each side, in the unit of the prediction; may be +infinity. NaN: it is empty.</param>
public sealed record AdaptiveCoverage(double Target, double Level, double Reach)
{
    /// <summary>Calls whose interval was recorded by the monitor.</summary>
    public long GivenCount { get; init; }

    /// <summary>Calls whose outcome moved the level.</summary>
    public long LabelledCount { get; init; }

    /// <summary>Calls whose interval is known and whose outcome is not: late, or never to come.</summary>
    public long UnlabelledCount => Math.Max(0, GivenCount - LabelledCount);

    /// <summary>Outcomes that could not be judged, because nobody had been given an interval of these: refused by another guard, or answered by a fallback.</summary>
    public long UnjudgedCount { get; init; }

    /// <summary>Labelled calls whose interval held the truth.</summary>
    public long CoveredCount { get; init; }

    /// <summary>Labelled calls whose interval was infinite.</summary>
    public long InfiniteCount { get; init; }

    /// <summary>Labelled calls whose interval was empty.</summary>
    public long EmptyCount { get; init; }

    /// <summary>The share of labelled calls that were covered, ever; NaN if there is none.</summary>
    public double Realised => LabelledCount == 0 ? double.NaN : (double)CoveredCount / LabelledCount;

    /// <summary>By how much <see cref="Realised"/> may differ from <see cref="Target"/>, whatever the data, if each outcome is known before the next call; with d calls
    /// waiting for theirs, d / T more. NaN if there is none.</summary>
    public double RealisedBound { get; init; } = double.NaN;

    /// <summary>How many labelled calls the current window has.</summary>
    public long WindowCount { get; init; }

    /// <summary>The share that was covered in the current window; NaN if it is empty.</summary>
    public double WindowCoverage { get; init; } = double.NaN;

    /// <summary>The lower end of a confidence sequence for the coverage in the current window, 0 to 1: valid at every call of it at once.</summary>
    public double WindowLower { get; init; }

    /// <summary>Its upper end, 0 to 1.</summary>
    public double WindowUpper { get; init; } = 1;
}
