using System.Globalization;

namespace AISafety.Anomaly;

/// <summary>Reads a reference sample as rows of numbers, and refuses one that cannot be learned from.</summary>
internal static class ReferenceRows
{
    /// <summary>Reads the reference once. Rows in which no judged feature has a value are left out: nothing can be learned from them, and the guard
    /// blocks such rows whatever was learned.</summary>
    /// <param name="reference">The reference sample.</param>
    /// <param name="schema">How it is read.</param>
    /// <param name="judged">The features that are judged.</param>
    /// <param name="guard">The guard's name, for messages.</param>
    /// <exception cref="SafetyBuildException">A row is null, cannot be read, or holds an infinite number where one is judged.</exception>
    public static List<float[]> Read<TIn>(IEnumerable<TIn> reference, FeatureSchema<TIn> schema, int[] judged, string guard)
    {
        List<float[]> rows = [];
        int number = 0;
        foreach (TIn input in reference)
        {
            number++;
            if (input is null)
            {
                throw Refused(guard, number, "it is null");
            }

            float[] row = new float[schema.Width];
            bool complete;
            try
            {
                complete = schema.TryRead(input, row);
            }
            catch (Exception exception)
            {
                throw new SafetyBuildException(Message(guard, number, "the feature schema could not read it; see the inner exception"), exception);
            }

            if (!complete)
            {
                throw Refused(guard, number, WrongLength(input, schema));
            }

            if (HasValue(row, judged, schema, guard, number))
            {
                rows.Add(row);
            }
        }

        return rows;
    }

    private static bool HasValue<TIn>(float[] row, int[] judged, FeatureSchema<TIn> schema, string guard, int number)
    {
        bool hasValue = false;
        foreach (int feature in judged)
        {
            if (float.IsInfinity(row[feature]))
            {
                throw Refused(guard, number, $"'{schema.Features[feature].Name}' is infinite; expected a finite number, or NaN for a missing one");
            }

            hasValue |= !float.IsNaN(row[feature]);
        }

        return hasValue;
    }

    private static string WrongLength<TIn>(TIn input, FeatureSchema<TIn> schema)
    {
        List<Evidence> found = [];
        schema.CollectViolations(input, found);
        return found.Find(FeatureViolations.IsOfVectorLength)?.Message.TrimEnd('.') ?? "a vector has another length than the schema states";
    }

    private static SafetyBuildException Refused(string guard, int number, string reason) => new(Message(guard, number, reason));

    private static string Message(string guard, int number, string reason) =>
        string.Create(CultureInfo.InvariantCulture, $"Guard '{guard}': reference row {number} (counted from 1) cannot be used: {reason}.");
}
