using Microsoft.ML.OnnxRuntime;

namespace AISafety.Onnx;

/// <summary>Reads a model's own names for its features, and finds swapped columns by them.</summary>
internal static class ModelFeatures
{
    public static IReadOnlyList<string> Read(ClassifierPlan plan, InferenceSession session, IReadOnlyList<Feature>? schema, bool check)
    {
        if (!check || NameList.Read(plan.Source, session.ModelMetadata.CustomMetadataMap, NameList.FeatureNames) is not { } names)
        {
            return [];
        }

        if (names.Length != plan.Width)
        {
            throw plan.Source.Fault($"the metadata entry '{NameList.FeatureNames}' has {names.Length} names; the input has {plan.Width} features.");
        }

        for (int i = 0; schema is not null && i < names.Length; i++)
        {
            if (schema[i].Name != names[i])
            {
                throw plan.Source.Fault($"feature {i} is '{names[i]}', but the schema's is '{schema[i].Name}'. If both mean the same, "
                    + $"set {nameof(OnnxClassifierOptions.CheckFeatureNames)} to false.");
            }
        }

        return Array.AsReadOnly(names);
    }
}
