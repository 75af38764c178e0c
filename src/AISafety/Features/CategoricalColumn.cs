using System.Collections.Frozen;

namespace AISafety;

internal sealed class CategoricalColumn<TIn, TValue>(Feature feature, Func<TIn, TValue?> read, FrozenDictionary<TValue, float> codes)
    : FeatureColumn<TIn>([feature])
    where TValue : notnull
{
    public override bool Read(TIn input, Span<float> cells)
    {
        TValue? value = read(input);
        cells[0] = value is null ? float.NaN : codes.TryGetValue(value, out float code) ? code : Feature.Unseen;
        return true;
    }

    public override void CollectViolations(TIn input, List<Evidence> found)
    {
        TValue? value = read(input);
        if (value is null)
        {
            if (Features[0].IsRequired)
            {
                found.Add(FeatureViolations.Missing(Features[0]));
            }
        }
        else if (!codes.ContainsKey(value))
        {
            found.Add(FeatureViolations.Unseen(Features[0]));
        }
    }
}
