namespace AISafety.Statistics;

/// <summary>What <see cref="ExponentiatedGradient"/> is asked for.</summary>
public sealed record ExponentiatedGradientOptions
{
    /// <summary>What is kept on the training rows; demographic parity within 0.01 by default.</summary>
    public ReductionConstraint Constraint { get; init; } = new ParityConstraint();

    /// <summary>
    /// B, the greatest sum of multipliers: what a violation of 1 costs in the objective. More than 0, at most 1,000,000; 100 by default. The constraint may be exceeded by (range of the objective + 2 gap) / B, so that less than
    /// the inverse of what matters of it makes it soft.
    /// </summary>
    public double MultiplierBound { get; init; } = 100;

    /// <summary>The gap at which it ends, in the unit of the objective; more than 0. Null by default: half the standard error of the unconstrained model's error, below which rows say nothing.</summary>
    public double? Gap { get; init; }

    /// <summary>How many steps there may be, each of which trains one to three models; 1 to 10,000, 50 by default.</summary>
    public int MaximumIterations { get; init; } = 50;

    /// <summary>The step of the exponents times <see cref="MultiplierBound"/>; more than 0, 2 by default.</summary>
    public double LearningRate { get; init; } = 2;

    internal static ExponentiatedGradientOptions Checked(ExponentiatedGradientOptions? options)
    {
        options ??= new();
        ArgumentNullException.ThrowIfNull(options.Constraint, $"{nameof(options)}.{nameof(Constraint)}");
        options.Constraint.Require();
        OptionRange.Require(options.MultiplierBound is > 0 and <= 1e6, nameof(MultiplierBound), options.MultiplierBound, "more than 0, at most 1000000");
        OptionRange.Require(options.Gap is null or (> 0 and < double.PositiveInfinity), nameof(Gap), options.Gap, "more than 0, or null");
        OptionRange.Require(options.MaximumIterations is >= 1 and <= 10_000, nameof(MaximumIterations), options.MaximumIterations, "1 to 10000");
        OptionRange.Require(options.LearningRate is > 0 and < double.PositiveInfinity, nameof(LearningRate), options.LearningRate, "more than 0");
        return options;
    }
}
