namespace AISafety.Uncertainty;

/// <summary>How intervals or sets adapt to the outcomes.</summary>
public sealed record AdaptiveCoverageOptions
{
    /// <summary>The defaults.</summary>
    public static AdaptiveCoverageOptions Default { get; } = new();

    /// <summary>How often the truth is to lie inside, in the long run: more than 0, less than 1. Default 0.9.</summary>
    public double Coverage { get; init; } = 0.9;

    /// <summary>How far one outcome moves the level: more than 0, at most 1. Default 0.005, as in the paper's simulations: a miss at a coverage of 0.9 moves the level by 0.0045. Greater follows a shift sooner, and makes answers less
    /// steady and more often full; the bound on the long-run rate falls as 1 / (gamma T). Where d calls wait for their outcome at a time, take 0.25 / d at most: d misses move the level before the first of them has widened anything, and it swings.</summary>
    public double Gamma { get; init; } = 0.005;

    /// <summary>How many of the newest scores make the answers: 20 to 100,000. Default 1,000.</summary>
    public int ScoreWindow { get; init; } = 1_000;

    /// <summary>How many labelled calls are judged together for <c>coverage.low</c>: 50 to 1,000,000. Default 500.</summary>
    public int CoverageWindow { get; init; } = 500;

    /// <summary>The probability of a false <c>coverage.low</c> in one window of <see cref="CoverageWindow"/> calls, if each of them is covered as often as asked or more, given those before: more than 0, at most 0.5. Default 0.001.</summary>
    public double Alpha { get; init; } = 0.001;

    internal double MissRate => Uncertainty.MissRate.Of(Coverage);

    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    internal void Check()
    {
        OptionCheck check = OptionCheck.OfArgument(nameof(AdaptiveCoverageOptions));
        check.Require(Coverage is > 0 and < 1, nameof(Coverage), Coverage, "more than 0 and less than 1");
        check.Require(Gamma is > 0 and <= 1, nameof(Gamma), Gamma, "more than 0 and at most 1");
        check.Require(ScoreWindow is >= 20 and <= 100_000, nameof(ScoreWindow), ScoreWindow, "20 to 100,000");
        check.Require(CoverageWindow is >= 50 and <= 1_000_000, nameof(CoverageWindow), CoverageWindow, "50 to 1,000,000");
        check.Require(Alpha is > 0 and <= 0.5, nameof(Alpha), Alpha, "more than 0 and at most 0.5");
    }
}
