using System.Numerics.Tensors;

namespace AISafety.Statistics;

/// <summary>Nine gamblers who bet against a mean of zero or less, each a fixed size of effect; the wealth is their weighted mean.</summary>
/// <remarks>Each multiplies his wealth by 1 + l u, u being what came, l at most <see cref="Stake"/> / b where u is never less than -b: a nonnegative supermartingale while the
/// mean of u, given what came before, is 0 or less. The sizes double from 1/40 to 6.4; those from a fifth to 1.6 weigh most, for an effect of half to twice a rate is what
/// there is to find as a rule. What a gambler has lost to underflow he does not win back, which errs on the safe side.</remarks>
internal sealed class BetMixture
{
    /// <summary>The greatest share of the wealth that may be lost by one bet.</summary>
    public const double Stake = 0.9;

    private static readonly double[] s_sizes = [0.025, 0.05, 0.1, 0.2, 0.4, 0.8, 1.6, 3.2, 6.4];
    private static readonly double[] s_weights = [0.04, 0.06, 0.1, 0.15, 0.2, 0.2, 0.15, 0.07, 0.03];
    private readonly double[] _wealth = [.. s_weights];

    /// <summary>The e-value; 1 before the first bet. Once infinite, it stays so.</summary>
    public double EValue { get; private set; } = 1;

    /// <summary>Takes what came.</summary>
    /// <param name="gain">u.</param>
    /// <param name="bound">b; more than 0, known before u is.</param>
    /// <param name="scale">By what the sizes are multiplied; known before u is.</param>
    public void Update(double gain, double bound, double scale)
    {
        double most = Stake / bound;
        for (int i = 0; i < _wealth.Length; i++)
        {
            _wealth[i] *= 1 + (Math.Min(s_sizes[i] * scale, most) * gain);
        }

        EValue = TensorPrimitives.Sum<double>(_wealth);
    }
}
