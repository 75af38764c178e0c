using System.Numerics.Tensors;
using System.Security.Cryptography;
using AISafety.Anomaly;
using AISafety.Statistics;

namespace AISafety.Adversarial;

/// <summary>Learns from a reference how rows are weighed, and how near two of them usually are.</summary>
internal static class QueryPatternFit
{
    // Enough for a share of a thousandth to be told within a tenth of itself.
    private const int Pairs = 100_000;
    private const int LeastRows = 50;

    public static QueryPatternGuard<TIn> Fit<TIn>(
        BuildContext<TIn> build, IEnumerable<TIn> reference, Func<CallInfo, string?> caller, SafetyAction otherwise, QueryPatternOptions options)
    {
        const string Guard = QueryPatternGuard<TIn>.GuardName;
        FeatureSchema<TIn> schema = build.RequireSchema(Guard);
        options.Check(Guard);
        int[] judged = [.. Enumerable.Range(0, schema.Width).Where(i => schema.Features[i].Kind != FeatureKind.Categorical)];
        if (judged.Length == 0)
        {
            throw new SafetyBuildException($"Guard '{Guard}': the schema has no numeric and no vector feature; expected at least one to compare.");
        }

        float[][] rows = [.. ReferenceRows.Read(reference, schema, judged, Guard).Where(row => Array.TrueForAll(judged, i => !float.IsNaN(row[i])))];
        if (rows.Length < LeastRows)
        {
            throw new SafetyBuildException($"Guard '{Guard}': the reference has {rows.Length} rows without a missing value; expected at least {LeastRows}.");
        }

        // A category's code is no quantity: its weight is 0, by which the folding leaves it out. Signs that are drawn here need no seed to be guessed.
        byte[]? signs = options.Seed is null ? RandomNumberGenerator.GetBytes(schema.Width) : null;
        float[] scales = options.Standardize ? ReferenceSpace<TIn>.InverseScales(rows) : [.. Enumerable.Repeat(1f, schema.Width)];
        float[] weights = new float[schema.Width];
        foreach (int feature in judged)
        {
            weights[feature] = signs is not null && (signs[feature] & 1) != 0 ? -scales[feature] : scales[feature];
        }

        SignedFolding folding = new(weights, QueryPatternGuard<TIn>.SketchWidth, options.Seed ?? 0);
        RowFingerprint fingerprint = new(schema.Width, SecretKey.Of(options.Seed));
        double radius = options.Radius ?? NearRadius(rows, folding, fingerprint, options, Guard);
        return new(folding, fingerprint, radius, caller, otherwise, options, build.TimeProvider);
    }

    // Equal rows are left out: equal queries do not count either.
    private static double NearRadius(float[][] rows, SignedFolding folding, RowFingerprint fingerprint, QueryPatternOptions options, string guard)
    {
        Random random = new(options.Seed ?? 0);
        float[][] sketches = Array.ConvertAll(rows, row =>
        {
            float[] sketch = new float[folding.Width];
            folding.Apply(row, sketch);
            return sketch;
        });
        ulong[] fingerprints = Array.ConvertAll(rows, row => fingerprint.Of(row));
        List<double> distances = new(Pairs);
        for (int pair = 0; pair < Pairs; pair++)
        {
            int one = random.Next(sketches.Length);
            int other = random.Next(sketches.Length);
            if (fingerprints[one] != fingerprints[other])
            {
                distances.Add(TensorPrimitives.Distance<float>(sketches[one], sketches[other]));
            }
        }

        if (distances.Count * options.NearShare < 1)
        {
            throw new SafetyBuildException($"Guard '{guard}': too few pairs of reference rows differ to say what is near; expected rows that vary, or {nameof(QueryPatternOptions.Radius)} set.");
        }

        distances.Sort();
        double radius = distances[(int)(options.NearShare * distances.Count)];
        return radius > 0
            ? radius
            : throw new SafetyBuildException(FormattableString.Invariant(
                $"Guard '{guard}': more than {options.NearShare} of the pairs of different reference rows agree in every number and differ in categories alone, so that ordinary queries would look near; expected rows whose numbers vary, or {nameof(QueryPatternOptions.Radius)} set."));
    }
}
