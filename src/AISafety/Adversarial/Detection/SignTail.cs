namespace AISafety.Adversarial;

/// <summary>How rare a sign's score is among clean inputs, in nats: -ln of the share that is as great, so that signs of any unit can be added.</summary>
/// <remarks>Up to the greatest tenth by ranks; beyond, the excess is taken as exponential with the tenth's mean, so that what is stranger than all clean inputs still differs. A heuristic that only shapes the combined score: what the alarm
/// rate promises comes from calibrating that.</remarks>
internal sealed class SignTail
{
    private const double TailShare = 0.1;

    private readonly double[] _ascending;
    private readonly double _start;
    private readonly double _atStart;
    private readonly double _meanExcess; // 0: no clean score exceeds the start

    private SignTail(double[] ascending)
    {
        _ascending = ascending;
        _start = ascending[(int)((1 - TailShare) * (ascending.Length - 1))];
        int beyond = 0;
        double excess = 0;
        foreach (double score in ascending)
        {
            if (score > _start && double.IsFinite(score))
            {
                beyond++;
                excess += score - _start;
            }
        }

        _meanExcess = beyond == 0 ? 0 : excess / beyond;
        _atStart = Math.Log((ascending.Length + 1.0) / (beyond + 1.0));
    }

    public static SignTail Fit(ReadOnlySpan<double> scores)
    {
        double[] ascending = scores.ToArray();
        Array.Sort(ascending);
        return new(ascending);
    }

    /// <summary>0 or more; +infinity for an infinite score.</summary>
    public double Of(double score)
    {
        if (score > _start)
        {
            return double.IsInfinity(score) ? score : _meanExcess > 0 ? _atStart + (score - _start) / _meanExcess : _atStart;
        }

        int below = Array.BinarySearch(_ascending, score);
        below = below < 0 ? ~below : below;
        while (below > 0 && _ascending[below - 1] >= score)
        {
            below--;
        }

        return Math.Log((_ascending.Length + 1.0) / (_ascending.Length - below + 1.0));
    }
}
