namespace AISafety.Statistics;

/// <summary>What combinations of p-values ask of them.</summary>
internal static class CombinationInput
{
    public static void Require(ReadOnlySpan<double> pValues)
    {
        if (pValues.IsEmpty)
        {
            throw new ArgumentException("There is no p-value; expected at least one.", nameof(pValues));
        }

        StepwiseAdjustment.RequirePValues(pValues);
    }
}
