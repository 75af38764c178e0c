namespace AISafety.Evaluation.Drift;

/// <summary>Draws rows of simulated features.</summary>
internal sealed class Draws(int seed)
{
    private readonly Random _random = new(seed);
    private double _spare = double.NaN;

    public double Uniform() => _random.NextDouble();

    /// <summary>A standard normal number.</summary>
    public double Normal()
    {
        if (!double.IsNaN(_spare))
        {
            double kept = _spare;
            _spare = double.NaN;
            return kept;
        }

        double u;
        double v;
        double s;
        do
        {
            u = (2 * _random.NextDouble()) - 1;
            v = (2 * _random.NextDouble()) - 1;
            s = (u * u) + (v * v);
        }
        while (s is >= 1 or 0);

        double scale = Math.Sqrt(-2 * Math.Log(s) / s);
        _spare = v * scale;
        return u * scale;
    }

    /// <summary>One of five categories with shares 0.4, 0.3, 0.15, 0.1, 0.05; <paramref name="moved"/> of the first one's share is the last one's.</summary>
    public float Category(double moved = 0)
    {
        double u = _random.NextDouble();
        return u < 0.4 - moved ? 0 : u < 0.7 - moved ? 1 : u < 0.85 - moved ? 2 : u < 0.95 - moved ? 3 : 4;
    }
}
