namespace AISafety.Statistics;

/// <summary>By how much curves fitted to resampled rows lie above the curve they were drawn from, in the mean, at each score.</summary>
internal sealed class CurveBias
{
    private readonly double[] _scores;
    private readonly double[] _bias;

    /// <param name="scores">Where it is found, strictly ascending; at least one.</param>
    /// <param name="curve">The curve.</param>
    /// <param name="resampled">Those of resampled rows; at least one.</param>
    public CurveBias(double[] scores, Func<double, double> curve, Func<double, double>[] resampled)
    {
        _scores = scores;
        _bias = Array.ConvertAll(scores, score => resampled.Average(one => one(score)) - curve(score));
    }

    /// <summary>The bias at a score: on a straight line between those at which it was found, constant beyond.</summary>
    public double At(double score)
    {
        int index = Array.BinarySearch(_scores, score);
        int next = ~index;
        if (index >= 0 || next == 0 || next == _scores.Length)
        {
            return _bias[index >= 0 ? index : Math.Min(next, _scores.Length - 1)];
        }

        double share = (score - _scores[next - 1]) / (_scores[next] - _scores[next - 1]);
        return _bias[next - 1] + share * (_bias[next] - _bias[next - 1]);
    }
}
