namespace AISafety.Statistics;

/// <summary>What <see cref="GridSearch"/> is asked for.</summary>
public sealed record GridSearchOptions
{
    /// <summary>What is kept on the training rows, if a model of the grid does; demographic parity within 0.01 by default.</summary>
    public ReductionConstraint Constraint { get; init; } = new ParityConstraint();

    /// <summary>How far the grid reaches: the greatest sum of magnitudes of what selecting a row may cost more or less, in wrong decisions. More than 0, at most 1,000,000; 2 by default.</summary>
    public double Limit { get; init; } = 2;

    /// <summary>
    /// How many models may be trained; 3 to 100,000, 50 by default. Each dimension needs two of them, of a bounded group loss one, and one more is the unconstrained model: of parities, dimensions are groups less one, and twice
    /// as many for equalised odds.
    /// </summary>
    public int MaximumModels { get; init; } = 50;

    internal static GridSearchOptions Checked(GridSearchOptions? options)
    {
        options ??= new();
        ArgumentNullException.ThrowIfNull(options.Constraint, $"{nameof(options)}.{nameof(Constraint)}");
        options.Constraint.Require();
        OptionRange.Require(options.Limit is > 0 and <= 1e6, nameof(Limit), options.Limit, "more than 0, at most 1000000");
        OptionRange.Require(options.MaximumModels is >= 3 and <= 100_000, nameof(MaximumModels), options.MaximumModels, "3 to 100000");
        return options;
    }
}
