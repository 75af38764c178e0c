namespace AISafety.Statistics;

/// <summary>A number with its interval and what it rests on, or the reason why there is none.</summary>
/// <remarks>The default value was not computed.</remarks>
/// <param name="Value">The number; NaN if it is not defined.</param>
/// <param name="Interval">Holds the true value with the confidence asked for; NaN to NaN where there is none.</param>
/// <param name="Count">The rows that it rests on, for a rate its denominator.</param>
/// <param name="Status">Whether it is defined, and if not, why.</param>
public readonly record struct FairnessValue(double Value, Interval Interval, long Count, ValueStatus Status)
{
    /// <summary>Whether there is a number.</summary>
    public bool IsDefined => Status == ValueStatus.Defined;

    /// <summary>Why there is no number, in words; empty if there is one.</summary>
    public string Reason => Status switch
    {
        ValueStatus.Defined => "",
        ValueStatus.NoRows => "Undefined, because there is no row.",
        ValueStatus.NoPositives => "Undefined, because no row has label 1.",
        ValueStatus.NoNegatives => "Undefined, because no row has label 0.",
        ValueStatus.NoneSelected => "Undefined, because no row was predicted 1.",
        ValueStatus.NoneRejected => "Undefined, because every row was predicted 1.",
        ValueStatus.NoFalsePositives => "Undefined, because no row of label 0 was predicted 1.",
        ValueStatus.FewerThanTwoGroups => "Undefined, because fewer than two groups are large enough and have the value.",
        ValueStatus.ZeroDenominator => "Undefined, because every value to divide by is 0.",
        ValueStatus.NotProbabilities => "Undefined, because a score is below 0 or above 1.",
        ValueStatus.NotFinite => "Undefined, because a value is infinite.",
        ValueStatus.SmallGroup => "Undefined, because a group has fewer rows than asked for.",
        ValueStatus.ZeroBenefit => "Undefined, because the mean benefit is 0 or a logarithm of 0 is needed.",
        ValueStatus.NoStratum => "Undefined, because no stratum has rows on both sides.",
        _ => "Not computed.",
    };

    internal static Interval NoInterval => new(double.NaN, double.NaN);

    internal static FairnessValue Undefined(ValueStatus status, long count = 0) => new(double.NaN, NoInterval, count, status);

    internal static FairnessValue Of(double value, long count) => new(value, NoInterval, count, ValueStatus.Defined);

    internal static FairnessValue Of(double value, Interval interval, long count) => new(value, interval, count, ValueStatus.Defined);
}
