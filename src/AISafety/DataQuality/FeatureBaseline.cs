namespace AISafety.DataQuality;

/// <summary>What the reference says of one feature, as far as its quality is judged by it.</summary>
internal sealed class FeatureBaseline
{
    private const int LeastDistinct = 10;

    // From here on a float has no fraction, whatever it was before.
    private const float LargestWithFraction = 1 << 22;

    public FeatureBaseline(FeatureProfile profile, ReadOnlySpan<float> sample)
    {
        Profile = profile;
        Name = profile.Feature.Name;
        IsNumber = profile.Feature.Kind != FeatureKind.Categorical;
        float[] present = [.. sample.ToArray().Where(static value => !float.IsNaN(value))];
        Array.Sort(present);
        Present = present;
        Dictionary<float, long> counts = [];
        foreach (float value in present)
        {
            counts[value] = counts.GetValueOrDefault(value) + 1;
        }

        Counts = counts;
        IsStated = double.IsFinite(profile.Feature.Minimum) || double.IsFinite(profile.Feature.Maximum);

        // A bound is compared as the value was read, as a float.
        Low = IsStated ? (float)profile.Feature.Minimum : (float)profile.Moments.Min;
        High = IsStated ? (float)profile.Feature.Maximum : (float)profile.Moments.Max;
        foreach (float value in present)
        {
            Outside += IsOutside(value) ? 1 : 0;
            Comparable += MayBeFractional(value) ? 1 : 0;
            Whole += MayBeFractional(value) && value == MathF.Truncate(value) ? 1 : 0;
        }

        IsBoolean = IsNumber && counts.Count == 2 && counts.ContainsKey(0) && counts.ContainsKey(1);
        Varies = counts.Count > 1;

        // Rows are kept evenly from all of them: of a run of the reference, the kept rows have that share.
        LongestRun = (long)Math.Ceiling(Longest(sample) * Math.Max(1, (double)(profile.Count + profile.Unseen + profile.Missing) / sample.Length));
        HasUnits = profile.Feature.Kind == FeatureKind.Numeric && counts.Count >= LeastDistinct && present.Length >= UnitCheck.LeastValues;
    }

    public FeatureProfile Profile { get; }

    public string Name { get; }

    public bool IsNumber { get; }

    /// <summary>The kept rows' values, ascending.</summary>
    public float[] Present { get; }

    /// <summary>How often each value occurs in the kept rows.</summary>
    public IReadOnlyDictionary<float, long> Counts { get; }

    /// <summary>Whether the schema states a bound: then only what it states is judged.</summary>
    public bool IsStated { get; }

    public float Low { get; }

    public float High { get; }

    /// <summary>How many of <see cref="Present"/> are out of range.</summary>
    public long Outside { get; }

    /// <summary>How many of <see cref="Present"/> are small enough to show a fraction.</summary>
    public long Comparable { get; }

    /// <summary>How many of those are whole.</summary>
    public long Whole { get; }

    public bool IsBoolean { get; }

    public bool Varies { get; }

    /// <summary>How long a run of one value the reference likely had at most: that of the kept rows, by as much longer as there were more rows.</summary>
    public long LongestRun { get; }

    /// <summary>Whether it has enough different values for a factor to be told.</summary>
    public bool HasUnits { get; }

    public bool IsOutside(float value) => value < Low || value > High || float.IsInfinity(value);

    public static bool MayBeFractional(float value) => MathF.Abs(value) < LargestWithFraction;

    private static int Longest(ReadOnlySpan<float> sample)
    {
        (int longest, int run, float last) = (0, 0, float.NaN);
        foreach (float value in sample)
        {
            if (!float.IsNaN(value))
            {
                (run, last) = value == last ? (run + 1, last) : (1, value);
                longest = Math.Max(longest, run);
            }
        }

        return longest;
    }
}
