namespace AISafety.Sanitization;

/// <summary>Changes elements of an input that is a vector.</summary>
internal delegate void VectorAct<TIn>(ref SanitizationRun<TIn> run, InputVector<TIn> vector);

/// <summary>An input that is a vector, with a schema that names its elements.</summary>
internal sealed class VectorInput<TIn>
{
    private readonly InputVector<TIn> _vector;

    private VectorInput(InputVector<TIn> vector, IReadOnlyList<Feature> elements) => (_vector, Elements) = (vector, elements);

    public IReadOnlyList<Feature> Elements { get; }

    /// <exception cref="SafetyBuildException">The input is no vector, or the schema does not name its elements.</exception>
    public static VectorInput<TIn> Require(FeatureSchema<TIn>? schema)
    {
        if (InputVector<TIn>.Instance is not { } vector)
        {
            throw new SafetyBuildException(
                $"Guard '{SanitizationGuard<TIn>.GuardName}': steps by feature name are for inputs that are float[] or ReadOnlyMemory<float>, not {typeof(TIn).Name}; "
                + "expected steps that are given lambdas to get and to set a property.");
        }

        return schema?.InputElements is { } elements
            ? new(vector, elements)
            : throw new SafetyBuildException(
                $"Guard '{SanitizationGuard<TIn>.GuardName}': steps by feature name need to know the vector's elements; "
                + "expected UseFeatures with a schema by FeatureSchema.ForVector or ForMemory.");
    }

    /// <exception cref="SafetyBuildException">No element is called that.</exception>
    public int IndexOf(string feature)
    {
        for (int i = 0; i < Elements.Count; i++)
        {
            if (Elements[i].Name == feature)
            {
                return i;
            }
        }

        throw new SafetyBuildException(
            $"Guard '{SanitizationGuard<TIn>.GuardName}': the vector has no feature called '{feature}'; "
            + $"expected one of: {string.Join(", ", Elements.Take(8).Select(element => element.Name))}{(Elements.Count > 8 ? ", ..." : "")}.");
    }

    /// <summary>A step that refuses vectors of another length, where it could not tell which element is which.</summary>
    public SanitizationStep<TIn> Step(string kind, string? feature, VectorAct<TIn> act) =>
        new(feature is null ? kind : $"{kind} of '{feature}'", feature, (ref run) =>
        {
            int length = _vector.Read(run.Value).Length;
            if (length == Elements.Count)
            {
                act(ref run, _vector);
            }
            else
            {
                run.Refuse(FeatureViolations.Length("input", length, Elements.Count));
            }
        });
}
