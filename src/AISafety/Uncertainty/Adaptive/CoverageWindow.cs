using AISafety.Statistics;

namespace AISafety.Uncertainty;

/// <summary>Says when coverage is certainly too low, window by window: each has a confidence sequence of its own, so that a long good time hides nothing.</summary>
internal sealed class CoverageWindow(double target, int rows, double alpha)
{
    // The sequence gives half of its error to either side, and only one counts here; 0.5 is the most it needs to be asked.
    private readonly double _alpha = Math.Min(2 * alpha, 0.99);
    private MeanConfidenceSequence _sequence = new(Math.Min(2 * alpha, 0.99));
    private bool _wasLow;

    public long Count => _sequence.Count;

    public double Mean => _sequence.Mean;

    public double Lower => _sequence.Lower;

    public double Upper => _sequence.Upper;

    /// <summary>Whether the current window, or the last one that is complete, is below the target.</summary>
    public bool IsLow { get; private set; }

    /// <summary>How many windows were complete, and not low.</summary>
    public long CalmWindows { get; private set; }

    public void Add(bool covered)
    {
        if (_sequence.Count == rows)
        {
            CalmWindows += _wasLow ? 0 : 1;
            IsLow = _wasLow;
            _wasLow = false;
            _sequence = new(_alpha);
        }

        _sequence.Update(covered ? 1 : 0);

        // An empty sequence saw a coverage that changed on the way: its ends mean nothing.
        if (!_sequence.IsEmpty && _sequence.Upper < target)
        {
            _wasLow = true;
            IsLow = true;
        }
    }
}
