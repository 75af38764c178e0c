namespace AISafety.Adversarial;

/// <summary>How a model is smoothed, and how much is asked of it.</summary>
/// <remarks>Immutable: change a copy by <c>with</c>.</remarks>
public sealed record SmoothingOptions
{
    /// <summary>The defaults.</summary>
    public static SmoothingOptions Default { get; } = new();

    /// <summary>The standard deviation of the normal noise on each number, in its unit; more than 0; default 0.25, for pixels of 0 to 1. More noise certifies greater radii, and costs right answers.</summary>
    public double Deviation { get; init; } = 0.25;

    /// <summary>How probable it may be that an answer or a certificate is wrong about the smoothed model: at least 1e-12, less than 0.5; default 0.001. Of each row by itself: of many rows that are tried, a share of alpha may be wrong.</summary>
    public double Alpha { get; init; } = 0.001;

    /// <summary>How many noisy copies an answer is drawn from: 1 to 10,000,000, and at least so many that agreement of all settles an answer at alpha (11 for 0.001); default 1,000.</summary>
    public int AnswerSamples { get; init; } = 1_000;

    /// <summary>How many noisy copies choose the class that a certificate is tried for: 1 to 10,000,000; default 100. Others than those that estimate.</summary>
    public int SelectionSamples { get; init; } = 100;

    /// <summary>After how many estimating copies in all a certificate is looked at, ascending, each 1 to 100,000,000; at most 20, the last at least so many that agreement of all certifies something (10 for 0.001 and one stage); default 10,000 alone. With k stages each look has alpha / k, so that one may stop at any of them.</summary>
    public IReadOnlyList<int> Stages { get; init; } = [10_000];

    /// <summary>The radius that suffices: a look that certifies it is the last. More than 0, in the unit of the numbers. Null (default): never early; then more than one stage makes no sense, and is refused.</summary>
    public double? SufficientRadius { get; init; }

    /// <summary>How many copies the model is given at once: 1 to 1,000,000; default 1,000.</summary>
    public int BatchSize { get; init; } = 1_000;

    /// <summary>What the noise is drawn by, together with the input: the same input gets the same noise. Null (default): drawn by the system's generator of secrets when the model is smoothed, so that another process has other noise. An integer makes noise the same everywhere, and is a secret in production: whoever knows it can
    /// look for an input that its noise misleads.</summary>
    public int? Seed { get; init; }

    // Below, 1 - 2 alpha / stages is rounded too coarsely to be a confidence.
    private const double LeastAlpha = 1e-12;

    internal void Check()
    {
        OptionCheck check = OptionCheck.OfArgument(nameof(SmoothingOptions));
        check.Require(Deviation > 0 && double.IsFinite(Deviation), nameof(Deviation), Deviation, "more than 0, and finite");
        check.Require(Alpha is >= LeastAlpha and < 0.5, nameof(Alpha), Alpha, "at least 1e-12 and less than 0.5");
        check.Range(nameof(AnswerSamples), AnswerSamples, 1, 10_000_000);
        check.Range(nameof(SelectionSamples), SelectionSamples, 1, 10_000_000);
        check.Range(nameof(BatchSize), BatchSize, 1, 1_000_000);
        check.Require(Stages is { Count: >= 1 and <= 20 }, $"{nameof(Stages)}.{nameof(Stages.Count)}", Stages?.Count ?? 0, "1 to 20");
        for (int i = 0; i < Stages!.Count; i++)
        {
            check.Range($"{nameof(Stages)}[{i}]", Stages[i], i == 0 ? 1 : Stages[i - 1] + 1, 100_000_000);
        }

        check.Require(SufficientRadius is null || (SufficientRadius > 0 && double.IsFinite(SufficientRadius.Value)), nameof(SufficientRadius), SufficientRadius, "more than 0, or null");
        check.Require(SufficientRadius is not null || Stages.Count == 1, nameof(SufficientRadius), "null", "a radius, where there is more than one stage");
        RequireEnough(check, nameof(AnswerSamples), AnswerSamples, Alpha / 2);
        RequireEnough(check, $"{nameof(Stages)}[{Stages.Count - 1}]", Stages[^1], Alpha / Stages.Count);
    }

    // Where all of n copies agree, Clopper and Pearson's lower limit is level^(1/n): it must exceed 1/2.
    private void RequireEnough(OptionCheck check, string option, int samples, double level)
    {
        int least = (int)Math.Floor(-Math.Log2(level)) + 1;
        check.Require(samples >= least, option, samples, FormattableString.Invariant($"at least {least} at {nameof(Alpha)} {Alpha}: fewer can only abstain"));
    }
}
