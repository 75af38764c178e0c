namespace AISafety.Statistics;

/// <summary>The integral A of F - 1/2, F the distribution function of a reference, from the reference's median on: what the area between F and any
/// constant is made of.</summary>
/// <remarks>All places are distances from that median, so that A is small where most values are, and differences of it keep their digits. A falls
/// up to the median and rises behind it; between two neighbouring reference values it is a line.</remarks>
internal sealed class ReferenceIntegral
{
    private readonly double[] _places;
    private readonly long[] _counts;
    private readonly double[] _slopes;
    private readonly double[] _integrals;
    private readonly LessCount _lessCount;

    /// <summary>Takes the reference: ascending, finite, not empty.</summary>
    public ReferenceIntegral(ReadOnlySpan<double> ascending)
    {
        Count = ascending.Length;
        Median = ascending[(ascending.Length - 1) / 2];
        List<double> places = new(ascending.Length);
        List<long> counts = new(ascending.Length);
        for (int i = 0; i < ascending.Length; i++)
        {
            if (places.Count > 0 && places[^1] == ascending[i] - Median)
            {
                counts[^1]++;
            }
            else
            {
                places.Add(ascending[i] - Median);
                counts.Add(i + 1);
            }
        }

        // How many are at or below each place.
        _places = [.. places];
        _counts = [.. counts];
        _slopes = [.. counts.Select(count => ((2 * count) - Count) / (2.0 * Count))];
        _integrals = new double[_places.Length];
        int middle = Array.IndexOf(_places, 0);
        Accumulate(middle, 1);
        Accumulate(middle, -1);
        _lessCount = new(_places);
    }

    /// <summary>How many values the reference has.</summary>
    public int Count { get; }

    /// <summary>The value that all places are distances from.</summary>
    public double Median { get; }

    /// <summary>The place of the least value, 0 or less.</summary>
    public double First => _places[0];

    /// <summary>The place of the greatest value, 0 or more.</summary>
    public double Last => _places[^1];

    /// <summary>A at a place.</summary>
    public double At(double place)
    {
        int less = _lessCount.Of(place);
        return less == 0
            ? _integrals[0] - (0.5 * (place - _places[0]))
            : _integrals[less - 1] + (_slopes[less - 1] * (place - _places[less - 1]));
    }

    /// <summary>For each level i / n, i from 1 to n - 1: the place where F reaches it.</summary>
    /// <param name="places">Takes the n - 1 places.</param>
    /// <param name="least">Takes there A less (i / n - 1/2) times the place, which is nowhere less.</param>
    public void Reaches(Span<double> places, Span<double> least)
    {
        int levels = places.Length + 1;
        int at = 0;
        for (int i = 0; i < places.Length; i++)
        {
            while (_counts[at] * levels < (i + 1L) * Count)
            {
                at++;
            }

            places[i] = _places[at];
            least[i] = _integrals[at] - (GapArea.Level(i, 1.0 / levels) * _places[at]);
        }
    }

    // What rounding takes from the sum is carried beside it: every integral is right to about its last digit.
    private void Accumulate(int from, int step)
    {
        double sum = 0;
        double lost = 0;
        for (int i = from + step; i >= 0 && i < _places.Length; i += step)
        {
            double term = _slopes[Math.Min(i, i - step)] * (_places[i] - _places[i - step]);
            double next = sum + term;
            lost += Math.Abs(sum) >= Math.Abs(term) ? sum - next + term : term - next + sum;
            sum = next;
            _integrals[i] = sum + lost;
        }
    }
}
