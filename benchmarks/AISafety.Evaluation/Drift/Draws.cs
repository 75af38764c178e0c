namespace AISafety.Evaluation.Drift;

/// <summary>Draws rows of simulated features: SplitMix64, so that neighbouring seeds have nothing in common.</summary>
internal sealed class Draws(ulong seed)
{
    private ulong _state = seed;
    private double _spare = double.NaN;

    /// <summary>0 to just below 1.</summary>
    public double Uniform()
    {
        _state += 0x9E3779B97F4A7C15;
        ulong z = (_state ^ (_state >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return ((z ^ (z >> 31)) >> 11) * (1.0 / (1UL << 53));
    }

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
            u = (2 * Uniform()) - 1;
            v = (2 * Uniform()) - 1;
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
        double u = Uniform();
        return u < 0.4 - moved ? 0 : u < 0.7 - moved ? 1 : u < 0.85 - moved ? 2 : u < 0.95 - moved ? 3 : 4;
    }
}
