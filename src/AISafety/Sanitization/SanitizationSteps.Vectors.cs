using System.Globalization;

namespace AISafety.Sanitization;

public sealed partial class SanitizationSteps<TIn>
{
    /// <summary>Brings an element of a vector into a range: the nearer limit takes its place. NaN stays as it is.
    /// Code: <c>input.clamped</c>.</summary>
    /// <param name="feature">The feature's name in the schema. Only for inputs that are vectors, with a schema by
    /// <see cref="FeatureSchema.ForVector"/> or <see cref="FeatureSchema.ForMemory"/>: else a <see cref="SafetyBuildException"/> at Build.</param>
    /// <param name="min">The least value. The limits are cast to float.</param>
    /// <param name="max">The greatest value.</param>
    /// <exception cref="ArgumentException"><paramref name="feature"/> is blank, a limit is NaN, <paramref name="min"/> is above
    /// <paramref name="max"/>, or no finite float lies between them.</exception>
    public SanitizationSteps<TIn> Clamp(string feature, double min, double max)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(feature);
        CheckRange(feature, min, max);
        if (ElementClamp<TIn>.IsBeyondFloat(min, max))
        {
            throw new ArgumentException(
                string.Create(CultureInfo.InvariantCulture, $"'{feature}' is to be clamped to {min} to {max}; expected a range that holds a finite float."),
                nameof(min));
        }

        _steps.Add(schema =>
        {
            VectorInput<TIn> input = VectorInput<TIn>.Require(schema);
            ElementClamp<TIn> clamp = new(input.IndexOf(feature), feature, min, max);
            return input.Step("Clamping", feature, clamp.Act);
        });
        return this;
    }

    /// <summary>Puts a stated value where an element of a vector is NaN. Code: <c>input.imputed</c>.</summary>
    /// <param name="feature">The feature's name in the schema, under the same conditions as for clamping.</param>
    /// <param name="value">The value, cast to float; finite.</param>
    /// <exception cref="ArgumentException"><paramref name="feature"/> is blank, or <paramref name="value"/> is not finite as a float.</exception>
    public SanitizationSteps<TIn> Impute(string feature, double value)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(feature);
        if (!float.IsFinite((float)value))
        {
            throw new ArgumentException(
                string.Create(CultureInfo.InvariantCulture, $"'{feature}' is to be imputed with {value}; expected a finite number."), nameof(value));
        }

        Evidence imputed = SanitizationChanges.Imputed(feature);
        _steps.Add(schema =>
        {
            VectorInput<TIn> input = VectorInput<TIn>.Require(schema);
            int index = input.IndexOf(feature);
            return input.Step("Imputation", feature, (ref run, vector) =>
            {
                if (float.IsNaN(vector.Read(run.Value)[index]))
                {
                    run.ChangeElement(vector, index, (float)value, imputed);
                }
            });
        });
        return this;
    }

    /// <summary>Brings every element of a vector into the range that the schema states for it. NaN stays as it is, and so does an element
    /// without a range. Code: <c>input.clamped</c>, once an element.</summary>
    /// <remarks>At Build, a <see cref="SafetyBuildException"/> unless the input is a vector, its schema is by
    /// <see cref="FeatureSchema.ForVector"/> or <see cref="FeatureSchema.ForMemory"/>, and states a range.</remarks>
    public SanitizationSteps<TIn> ClampToSchema()
    {
        _steps.Add(schema =>
        {
            VectorInput<TIn> input = VectorInput<TIn>.Require(schema);
            RowClamp<TIn> clamp = new(input.Elements);
            return input.Step("Clamping to the schema", null, clamp.Act);
        });
        return this;
    }
}
