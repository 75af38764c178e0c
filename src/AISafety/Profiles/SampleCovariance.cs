using AISafety.Statistics;

namespace AISafety.Profiles;

/// <summary>The covariance of a profile's numeric inputs in its sample, every cell a finite number.</summary>
internal sealed class SampleCovariance
{
    private readonly bool[] _isConstant;

    private SampleCovariance(CovarianceEstimate? estimate, bool[] isConstant) => (Estimate, _isConstant) = (estimate, isConstant);

    public CovarianceEstimate? Estimate { get; }

    public static SampleCovariance Of(ReferenceProfile profile)
    {
        ReadOnlySpan<int> inputs = profile.NumericInputs;
        int rows = profile.SampleCount;
        bool[] isConstant = new bool[inputs.Length];
        if (inputs.IsEmpty || rows < 2)
        {
            return new(null, isConstant);
        }

        float[] cells = new float[rows * inputs.Length];
        for (int i = 0; i < inputs.Length; i++)
        {
            ReadOnlySpan<float> column = profile.SampleColumn(inputs[i]);
            Moments finite = Moments.Of(FiniteValues.Of(column));
            float mean = finite.Count == 0 ? 0 : (float)finite.Mean;
            isConstant[i] = finite.Count == 0 || finite.Min == finite.Max;
            for (int row = 0; row < rows; row++)
            {
                cells[row * inputs.Length + i] = float.IsFinite(column[row]) ? column[row] : mean;
            }
        }

        return new(CovarianceEstimate.StandardizedLedoitWolf<float>(cells, inputs.Length), isConstant);
    }

    public PrincipalComponents? Components() => Estimate is null ? null : PrincipalComponents.Of(Estimate, _isConstant);
}
