namespace AISafety;

internal sealed class NumericColumn<TIn>(Feature feature, Func<TIn, double> read) : FeatureColumn<TIn>([feature])
{
    public Func<TIn, double> ReadValue { get; } = read;

    public override bool Read(TIn input, Span<float> cells)
    {
        cells[0] = (float)ReadValue(input);
        return true;
    }

    public override void CollectViolations(TIn input, List<Evidence> found) =>
        FeatureViolations.CollectNumber(Features[0], ReadValue(input), found);
}
