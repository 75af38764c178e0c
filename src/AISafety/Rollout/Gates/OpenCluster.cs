namespace AISafety.Rollout;

/// <summary>The calls of one key at one share so far; they count together, as one value a gate.</summary>
internal sealed class OpenCluster(bool isCandidate, double share, double chance, int gates)
{
    private readonly double[] _sums = new double[gates];
    private readonly int[] _counts = new int[gates];
    private readonly bool[] _isDisadvantaged = new bool[gates];

    public bool IsCandidate => isCandidate;

    /// <summary>The share that drew the arm.</summary>
    public double Share => share;

    /// <summary>The probability with which it drew the candidate.</summary>
    public double Chance => chance;

    public int Calls { get; private set; }

    public void Add(ReadOnlySpan<GateReading> readings)
    {
        Calls++;
        for (int i = 0; i < readings.Length; i++)
        {
            if (!double.IsNaN(readings[i].Value))
            {
                _sums[i] += readings[i].Value;
                _isDisadvantaged[i] = readings[i].IsDisadvantaged;
                _counts[i]++;
            }
        }
    }

    /// <summary>The mean of the calls at each gate; NaN where none says anything.</summary>
    public void Read(Span<GateReading> readings)
    {
        for (int i = 0; i < readings.Length; i++)
        {
            readings[i] = new(_sums[i] / _counts[i], _isDisadvantaged[i]);
        }
    }
}
