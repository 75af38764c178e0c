namespace AISafety.Uncertainty;

/// <summary>Where adaptive intervals or sets stand.</summary>
/// <param name="Target">How often the truth is to lie inside.</param>
/// <param name="Level">The level for the next answer: it is made as for this rate of misses. 0 or less: infinite, or all labels; 1 or more: empty.</param>
/// <param name="Threshold">The greatest score that the next answer takes in. Of an interval, how far it reaches to each side, in the unit of the prediction; of a set, 1 - probability of a label. +infinity: everything; -infinity: nothing.</param>
public sealed record AdaptiveCoverage(double Target, double Level, double Threshold)
{
    /// <summary>Calls whose answer was recorded by the monitor.</summary>
    public long GivenCount { get; init; }

    /// <summary>Calls whose outcome moved the level.</summary>
    public long LabelledCount { get; init; }

    /// <summary>Calls whose answer is known and whose outcome is not: late, or never to come.</summary>
    public long UnlabelledCount => Math.Max(0, GivenCount - LabelledCount);

    /// <summary>Outcomes that could not be judged: nobody had been given an answer of these, for the call was refused by another guard or answered by a fallback; or, of sets, the outcome is no class.</summary>
    public long UnjudgedCount { get; init; }

    /// <summary>Labelled calls whose answer held the truth.</summary>
    public long CoveredCount { get; init; }

    /// <summary>Labelled calls whose interval was infinite, or whose set had every label.</summary>
    public long FullCount { get; init; }

    /// <summary>Labelled calls whose interval or set was empty.</summary>
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

    /// <summary>Its upper end, 0 to 1; it never rises within a window, so that it may lie below <see cref="WindowCoverage"/> where the coverage changed on the way.</summary>
    public double WindowUpper { get; init; } = 1;
}
