using AISafety.Statistics;

namespace AISafety.Sanitization;

/// <summary>Clamps every element of a vector to the range that the schema states for it.</summary>
internal sealed class RowClamp<TIn>
{
    private readonly ElementClamp<TIn>[] _elements;
    private readonly float[] _lower;
    private readonly float[] _upper;

    public RowClamp(IReadOnlyList<Feature> features)
    {
        if (features.All(feature => double.IsInfinity(feature.Minimum) && double.IsInfinity(feature.Maximum)))
        {
            throw new SafetyBuildException(
                $"Guard '{SanitizationGuard<TIn>.GuardName}': ClampToSchema has nothing to do; expected a schema that states a range, by WithRange.");
        }

        if (features.FirstOrDefault(feature => ElementClamp<TIn>.IsBeyondFloat(feature.Minimum, feature.Maximum)) is { } beyond)
        {
            throw new SafetyBuildException(
                $"Guard '{SanitizationGuard<TIn>.GuardName}': the range of feature '{beyond.Name}' lies beyond the range of float; no element could be brought into it.");
        }

        _elements = [.. features.Select((feature, i) => new ElementClamp<TIn>(i, feature.Name, feature.Minimum, feature.Maximum))];
        _lower = [.. features.Select(feature => (float)feature.Minimum)];
        _upper = [.. features.Select(feature => (float)feature.Maximum)];
    }

    public void Act(ref SanitizationRun<TIn> run, InputVector<TIn> vector)
    {
        // A NaN stays as it is, so it is judged as a value in range.
        if (BoxConstraints.Hold(vector.Read(run.Value), _lower, _upper, whenMissing: _lower))
        {
            return;
        }

        foreach (ElementClamp<TIn> element in _elements)
        {
            element.Act(ref run, vector);
        }
    }
}
