namespace AISafety.Resilience;

/// <summary>What came of the last calls at a rung.</summary>
internal sealed class RungWindow(int size)
{
    private readonly RungOutcome[] _outcomes = new RungOutcome[size];
    private readonly int[] _counts = new int[(int)RungOutcome.Blocked + 1];
    private int _next;

    /// <summary>How many there are: at most the window's size.</summary>
    public int Count { get; private set; }

    public void Add(RungOutcome outcome)
    {
        if (Count == _outcomes.Length)
        {
            _counts[(int)_outcomes[_next]]--;
        }
        else
        {
            Count++;
        }

        _outcomes[_next] = outcome;
        _counts[(int)outcome]++;
        _next = _next + 1 == _outcomes.Length ? 0 : _next + 1;
    }

    /// <summary>The share of one outcome; NaN without calls.</summary>
    public double Share(RungOutcome outcome) => (double)_counts[(int)outcome] / Count;

    public void Clear()
    {
        Array.Clear(_counts);
        (_next, Count) = (0, 0);
    }
}
