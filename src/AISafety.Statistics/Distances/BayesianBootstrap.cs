namespace AISafety.Statistics;

/// <summary>Draws rows of a sample by weights of their own, which are drawn too: what a truth that the sample comes from may give.</summary>
/// <remarks>The weights are from Dirichlet's distribution, all parameters being 1. Source: D. Rubin, The Bayesian bootstrap, Annals of Statistics 1981.</remarks>
internal sealed class BayesianBootstrap
{
    private readonly Random _random;
    private readonly double[] _upTo;

    /// <param name="count">How many rows there are; at least 1.</param>
    /// <param name="seed">Of the draws.</param>
    public BayesianBootstrap(int count, int seed) => (_upTo, _random) = (new double[count], new(seed));

    /// <summary>Draws other weights: exponential ones, whose shares are Dirichlet's.</summary>
    public void Reweigh()
    {
        double sum = 0;
        for (int i = 0; i < _upTo.Length; i++)
        {
            sum -= Math.Log(1 - _random.NextDouble());
            _upTo[i] = sum;
        }
    }

    /// <summary>The number of a row, by the weights.</summary>
    public int Next()
    {
        int place = Array.BinarySearch(_upTo, _random.NextDouble() * _upTo[^1]);
        return Math.Min(place < 0 ? ~place : place, _upTo.Length - 1);
    }
}
