using AISafety.Profiles;
using AISafety.Statistics;

namespace AISafety.Drift;

/// <summary>The numeric inputs that vary, prepared for all that compares whole rows: in standard deviations, what is missing or infinite at the mean, and their principal components.</summary>
/// <remarks>A feature varies if it has two different finite values in every second row of the sample. Of these rows are means, deviations and components: components lie as the rows that they were fitted on happen to lie, so
/// the other rows are what further rows are exchangeable with.</remarks>
internal sealed class RowTable
{
    private const int LeastRows = 40;

    private readonly ReferenceProfile _profile;
    private readonly float[] _mean;
    private readonly float[] _inverse;
    private readonly Lazy<PrincipalComponents> _components;

    private RowTable(ReferenceProfile profile, int[] features, Moments[] moments)
    {
        (_profile, Features) = (profile, features);
        _mean = Array.ConvertAll(moments, static one => (float)one.Mean);
        _inverse = Array.ConvertAll(moments, static one => (float)(1 / one.StandardDeviation));
        _components = new(Fit);
    }

    /// <summary>The features' places in the profile.</summary>
    public int[] Features { get; }

    public int Count => Features.Length;

    /// <summary>The components; fitted once, on first use.</summary>
    public PrincipalComponents Components => _components.Value;

    /// <summary>Null if there are not two numeric features that vary, or too few rows.</summary>
    public static RowTable? TryMake(ReferenceProfile profile)
    {
        if (profile.SampleCount < LeastRows)
        {
            return null;
        }

        List<int> features = [];
        List<Moments> moments = [];
        foreach (int feature in profile.NumericInputs)
        {
            Moments one = Moments.Of(FiniteValues.Of(profile.SampleColumn(feature), step: 2));
            if (one.StandardDeviation > 0)
            {
                features.Add(feature);
                moments.Add(one);
            }
        }

        return features.Count < 2 ? null : new(profile, [.. features], [.. moments]);
    }

    /// <summary>A column in standard deviations.</summary>
    /// <param name="column">Which of <see cref="Features"/>.</param>
    /// <param name="values">Its values.</param>
    /// <param name="cells">Takes them; as long.</param>
    public void Standardize(int column, ReadOnlySpan<float> values, Span<float> cells)
    {
        for (int i = 0; i < values.Length; i++)
        {
            cells[i] = Standardize(column, values[i]);
        }
    }

    /// <summary>One cell in standard deviations.</summary>
    public float Standardize(int column, float value)
    {
        float score = (value - _mean[column]) * _inverse[column];
        return float.IsFinite(score) ? score : 0;
    }

    /// <summary>The first components' loadings.</summary>
    public float[][] Loadings(int count) =>
        [.. Enumerable.Range(0, count).Select(k => Array.ConvertAll(Components.Loadings(k).ToArray(), static value => (float)value))];

    /// <summary>The sample, one array a feature, as it is.</summary>
    public float[][] Sample() => Array.ConvertAll(Features, i => _profile.SampleColumn(i).ToArray());

    /// <summary>Those rows of the sample on which nothing was fitted.</summary>
    public float[][] Others() => Array.ConvertAll(Features, i => EverySecond(_profile.SampleColumn(i)));

    /// <summary>The last rows.</summary>
    public float[][] Recent(RecentRows recent, int count)
    {
        float[] scratch = new float[recent.Capacity];
        return Array.ConvertAll(Features, i => recent.Last(i, count, scratch).ToArray());
    }

    private PrincipalComponents Fit()
    {
        int half = (_profile.SampleCount + 1) / 2;
        double[] rows = new double[half * Count];
        for (int j = 0; j < Count; j++)
        {
            ReadOnlySpan<float> column = _profile.SampleColumn(Features[j]);
            for (int i = 0; i < half; i++)
            {
                rows[(i * Count) + j] = Standardize(j, column[2 * i]);
            }
        }

        return PrincipalComponents.Of(CovarianceEstimate.StandardizedLedoitWolf<double>(rows, Count));
    }

    private static float[] EverySecond(ReadOnlySpan<float> column)
    {
        float[] half = new float[column.Length / 2];
        for (int i = 0; i < half.Length; i++)
        {
            half[i] = column[(2 * i) + 1];
        }

        return half;
    }
}
