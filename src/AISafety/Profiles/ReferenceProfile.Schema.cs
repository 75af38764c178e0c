using AISafety.Profiles;

namespace AISafety;

public sealed partial class ReferenceProfile
{
    /// <summary>Checks that a model reads its inputs as this profile's were read: the same features in the same order, of the same kinds, categories, and units where both state them.
    /// Ranges may differ: they state what is valid and not what a number means.</summary>
    /// <param name="schema">The model's schema.</param>
    /// <param name="user">Whose profile it is, for the message: a guard's or monitor's name.</param>
    /// <exception cref="SafetyBuildException">It does not; the message names the first feature that differs, what was expected and what was found.</exception>
    public void RequireSchema<TIn>(FeatureSchema<TIn> schema, string user)
    {
        ArgumentNullException.ThrowIfNull(schema);
        ArgumentNullException.ThrowIfNull(user);
        RequireFeatures(FeatureList()[..InputCount], schema.Features, "the model's inputs", user);
    }

    /// <summary>Checks that a model's outputs are read as this profile's were.</summary>
    /// <inheritdoc cref="RequireSchema{TIn}"/>
    /// <param name="outputs">How an output is read.</param>
    /// <param name="user">Whose profile it is, for the message: a guard's or monitor's name.</param>
    public void RequireOutputs<TOut>(FeatureSchema<TOut> outputs, string user)
    {
        ArgumentNullException.ThrowIfNull(outputs);
        ArgumentNullException.ThrowIfNull(user);
        RequireFeatures(FeatureList()[InputCount..], outputs.Features, "the model's outputs", user);
    }

    private static void RequireFeatures(Feature[] expected, IReadOnlyList<Feature> found, string what, string user)
    {
        if (FeatureDifference.OfMeaning(expected, found) is { } difference)
        {
            throw new SafetyBuildException($"'{user}': the reference profile does not fit the schema of {what}: {difference}. Fit the profile anew, or give the schema that it was fitted with.");
        }
    }
}
