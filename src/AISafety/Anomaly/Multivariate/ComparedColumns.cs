using System.Buffers;
using AISafety.Statistics;

namespace AISafety.Anomaly;

/// <summary>What a detector of whole rows compares: the features that varied in the rows that fit. Of those that did not, any other value is infinitely strange, as an infinity is everywhere.</summary>
internal sealed class ComparedColumns
{
    public const string NotTheConstant = "{0} is not the value that it always has in the reference";

    private const string Infinite = "{0} is infinite";
    private const int OnStack = 128;

    private readonly int[] _places;
    private readonly (int Place, float Value)[] _constants;
    private readonly int _width;

    private ComparedColumns(int[] places, (int Place, float Value)[] constants, float[] medians, int width)
    {
        _places = places;
        _constants = constants;
        _width = width;
        Medians = medians;
    }

    /// <summary>How many features are compared.</summary>
    public int Count => _places.Length;

    public int JudgedCount => _places.Length + _constants.Length;

    /// <summary>Of each compared feature, among the rows that fit.</summary>
    public float[] Medians { get; }

    /// <summary>Whether a row is what is compared, as it stands.</summary>
    public bool IsWholeRow => _places.Length == _width;

    /// <exception cref="SafetyBuildException">A feature has no value, or none varies.</exception>
    public static ComparedColumns Of(FittingRows fitting)
    {
        List<int> places = [];
        List<float> medians = [];
        List<(int, float)> constants = [];
        foreach (int feature in fitting.Judged)
        {
            float[] values = fitting.ValuesOf(feature);
            float median = Median.Of<float>(values);
            if (Array.TrueForAll(values, value => value == median || float.IsNaN(value)))
            {
                constants.Add((feature, median));
            }
            else
            {
                places.Add(feature);
                medians.Add(median);
            }
        }

        return places.Count > 0
            ? new([.. places], [.. constants], [.. medians], fitting.Features.Count)
            : throw fitting.Unfit($"every feature has one and the same value in the {fitting.Rows.Count} reference rows that fit; expected at least one that varies");
    }

    /// <summary>The compared values of the rows that fit, row by row; NaN where one is missing.</summary>
    public float[] TableOf(FittingRows fitting)
    {
        float[] table = new float[fitting.Rows.Count * Count];
        for (int row = 0; row < fitting.Rows.Count; row++)
        {
            Gather(fitting.Rows[row], table.AsSpan(row * Count, Count));
        }

        return table;
    }

    /// <summary>The place in the row of a compared feature.</summary>
    public int PlaceOf(int column) => _places[column];

    public void Gather(ReadOnlySpan<float> row, Span<float> values)
    {
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = row[_places[i]];
        }
    }

    /// <summary>Takes the median for each missing value.</summary>
    public void FillMissing(Span<float> values)
    {
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = float.IsNaN(values[i]) ? Medians[i] : values[i];
        }
    }

    /// <summary>Measures each value from its median, in units of its scale.</summary>
    public void Scale(Span<float> values, float[] inverseScales)
    {
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = (values[i] - Medians[i]) * inverseScales[i];
        }
    }

    /// <summary>The score of a row: what a measure makes of its compared values, unless it is settled without.</summary>
    /// <param name="row">The whole row.</param>
    /// <param name="scorer">Has the measure.</param>
    /// <returns>+infinity for an infinite value or another one of a constant; NaN without any value; 0 if only constants have one.</returns>
    public double Score<TScorer>(ReadOnlySpan<float> row, TScorer scorer)
        where TScorer : AnomalyScorer, IValueScorer
    {
        bool any = false;
        foreach ((int place, float value) in _constants)
        {
            if (row[place] != value && !float.IsNaN(row[place]))
            {
                return double.PositiveInfinity;
            }

            any |= !float.IsNaN(row[place]);
        }

        float[]? rented = Count > OnStack ? ArrayPool<float>.Shared.Rent(Count) : null;
        Span<float> values = rented is null ? stackalloc float[OnStack] : rented;
        values = values[..Count];
        Gather(row, values);
        int observed = 0;
        bool infinite = false;
        foreach (float value in values)
        {
            observed += float.IsNaN(value) ? 0 : 1;
            infinite |= float.IsInfinity(value);
        }

        double score = infinite ? double.PositiveInfinity
            : observed > 0 ? scorer.Measure(values, observed)
            : any ? 0
            : double.NaN;
        if (rented is not null)
        {
            ArrayPool<float>.Shared.Return(rented);
        }

        return score;
    }

    /// <summary>Why a row is infinitely strange, if a single value says so.</summary>
    public AnomalyFinding? ExplainInfinite(ReadOnlySpan<float> row)
    {
        foreach ((int place, float value) in _constants)
        {
            if (row[place] != value && !float.IsNaN(row[place]))
            {
                return new(place, NotTheConstant);
            }
        }

        foreach (int place in _places)
        {
            if (float.IsInfinity(row[place]))
            {
                return new(place, Infinite);
            }
        }

        return null;
    }
}
