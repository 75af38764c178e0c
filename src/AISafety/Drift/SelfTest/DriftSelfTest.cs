using AISafety.Drift;
using AISafety.Statistics;

namespace AISafety;

/// <summary>Tries out drift detection on rows of one's own in which nothing changed: how often does it raise an alarm all the same?</summary>
/// <remarks>
/// <para>What drift detection promises is for rows that are independent, or at least exchangeable. Rows that depend on those before break it. Each replay draws a reference and fresh rows from one's own by the moving-block bootstrap, fits, and watches: within blocks
/// rows depend on each other as they do in truth, and nothing changed in any replay.</para>
/// <para>The rows should have no drift among them: if they have, blocks from before and after it are mixed, and alarms mean that. Dependence over more than a block is not seen.</para>
/// </remarks>
public static class DriftSelfTest
{
    // Of fewer rows the chance correlations of neighbours are drawn again and again, and look like dependence.
    private const int LeastRows = 1_000;
    private const int MostRows = 500_000;
    private const double Negligible = 0.05;

    /// <summary>Runs the test on inputs.</summary>
    /// <param name="schema">How an input is read.</param>
    /// <param name="rows">The inputs in the order of time; 1,000 or more.</param>
    /// <param name="options">What is tried out. Default: <see cref="DriftOptions.Default"/>.</param>
    /// <param name="test">How. Default: <see cref="DriftSelfTestOptions.Default"/>.</param>
    /// <param name="cancellationToken">Looked at before each replay.</param>
    /// <inheritdoc cref="RunRows{TIn}"/>
    public static DriftSelfTestResult Run<TIn>(
        FeatureSchema<TIn> schema, IEnumerable<TIn> rows, DriftOptions? options = null, DriftSelfTestOptions? test = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(schema);
        ArgumentNullException.ThrowIfNull(rows);
        List<float> numbers = [];
        float[] row = new float[schema.Width];
        foreach (TIn input in rows)
        {
            schema.Write(input, row);
            numbers.AddRange(row);
        }

        return RunRows(schema, [.. numbers], options, test, cancellationToken);
    }

    /// <summary>Runs the test on a table of rows as the schema writes them: NaN is missing, and a category a code.</summary>
    /// <param name="schema">What the columns are; of names alone, <c>FeatureSchema.ForVector(names)</c>.</param>
    /// <param name="rows">The table, row by row in the order of time; 1,000 rows or more.</param>
    /// <param name="options">What is tried out. Default: <see cref="DriftOptions.Default"/>.</param>
    /// <param name="test">How. Default: <see cref="DriftSelfTestOptions.Default"/>.</param>
    /// <param name="cancellationToken">Looked at before each replay.</param>
    /// <exception cref="ArgumentException">There are too few rows or half a row, the schema has no feature, or an option of the test is out of its range.</exception>
    /// <exception cref="SafetyBuildException">An option of drift detection is out of its range, or a row cannot be read.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public static DriftSelfTestResult RunRows<TIn>(
        FeatureSchema<TIn> schema, ReadOnlySpan<float> rows, DriftOptions? options = null, DriftSelfTestOptions? test = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(schema);
        options ??= DriftOptions.Default;
        test ??= DriftSelfTestOptions.Default;
        options.Check("drift");
        int width = schema.Width;
        if (width == 0 || rows.Length % width != 0 || rows.Length / width < LeastRows)
        {
            throw new ArgumentException($"There are {rows.Length} numbers for {width} features; expected {LeastRows} full rows or more.", nameof(rows));
        }

        int count = rows.Length / width;
        test.Check(count);
        RankAutocorrelation[] features = Features(rows, width);
        int? stride = Stride(features, count);
        int block = test.BlockLength > 0 ? test.BlockLength : Math.Min(count / 10, Math.Max((int)Math.Ceiling(Math.Cbrt(count)), 10 * (stride ?? count)));
        float[] table = rows.ToArray();
        (int alarmed, double promised) = Replay(schema, new(table, width, block, test.Seed), options, test, 1, cancellationToken);
        (int Alarmed, double Promised)? withStride = stride is { } least and > 1 && (long)least * Math.Max(test.ReferenceRows, test.FreshRows) <= MostRows
            ? Replay(schema, new(table, width, block, test.Seed), options with { Stride = least }, test, least, cancellationToken)
            : null;
        return new(test.Replays, alarmed, promised)
        {
            RowCount = count,
            ReferenceRows = test.ReferenceRows,
            FreshRows = test.FreshRows,
            BlockLength = block,
            Autocorrelation = [.. features.Select((feature, i) => (schema.Features[i].Name, feature.At(1)))],
            SuggestedStride = stride,
            AlarmedWithStride = withStride?.Alarmed,
            PromisedWithStride = withStride?.Promised,
        };
    }

    private static (int Alarmed, double Promised) Replay<TIn>(
        FeatureSchema<TIn> schema, BlockBootstrap bootstrap, DriftOptions options, DriftSelfTestOptions test, int thinning, CancellationToken cancellationToken)
    {
        int alarmed = 0;
        double promised = 0;
        int width = schema.Width;
        for (int replay = 0; replay < test.Replays; replay++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            // As many rows as without a stride are left after thinning, so that an alarm is as likely.
            float[] reference = Thinned(bootstrap.Draw(test.ReferenceRows * thinning), width, thinning);
            int rows = test.FreshRows * thinning;
            float[] fresh = bootstrap.Draw(rows);
            DriftWatch watch = new(ReferenceProfile.FitRows(schema, reference), options with { Seed = options.Seed + replay });
            promised = Math.Min(1, watch.ExpectedFalseAlarms(rows).Values.Sum());
            for (int row = 0; row < rows; row++)
            {
                if (watch.Observe(fresh.AsSpan(row * width, width)).Count > 0)
                {
                    alarmed++;
                    break;
                }
            }
        }

        return (alarmed, promised);
    }

    private static float[] Thinned(float[] rows, int width, int every)
    {
        if (every == 1)
        {
            return rows;
        }

        int count = rows.Length / width / every;
        float[] thinned = new float[count * width];
        for (int i = 0; i < count; i++)
        {
            rows.AsSpan(i * every * width, width).CopyTo(thinned.AsSpan(i * width));
        }

        return thinned;
    }

    private static RankAutocorrelation[] Features(ReadOnlySpan<float> rows, int width)
    {
        RankAutocorrelation[] features = new RankAutocorrelation[width];
        float[] column = new float[rows.Length / width];
        for (int i = 0; i < width; i++)
        {
            for (int row = 0; row < column.Length; row++)
            {
                column[row] = rows[(row * width) + i];
            }

            features[i] = RankAutocorrelation.Of(column);
        }

        return features;
    }

    private static int? Stride(RankAutocorrelation[] features, int count)
    {
        double limit = Math.Max(Negligible, 3 / Math.Sqrt(count));
        for (int stride = 1; stride <= Math.Max(1, count / 50); stride++)
        {
            if (Array.TrueForAll(features, feature => Math.Abs(feature.At(stride)) <= limit && Math.Abs(feature.At(2 * stride)) <= limit && Math.Abs(feature.At(3 * stride)) <= limit))
            {
                return stride;
            }
        }

        return null;
    }
}
