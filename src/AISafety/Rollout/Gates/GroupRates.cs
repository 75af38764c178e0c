namespace AISafety.Rollout;

/// <summary>The rates of the two groups of a <see cref="GateKind.FairnessGap"/> in one arm.</summary>
/// <param name="AdvantagedCount">How many keys of the advantaged group have said something.</param>
/// <param name="AdvantagedRate">Its rate, 0 to 1; NaN without any.</param>
/// <param name="DisadvantagedCount">How many keys of the disadvantaged group.</param>
/// <param name="DisadvantagedRate">Its rate.</param>
public readonly record struct GroupRates(long AdvantagedCount, double AdvantagedRate, long DisadvantagedCount, double DisadvantagedRate)
{
    /// <summary>How far the disadvantaged group is behind: the one rate less the other, -1 to 1; NaN while one is missing.</summary>
    public double Gap => AdvantagedRate - DisadvantagedRate;
}
