namespace AISafety.Statistics;

/// <summary>What one value says of the effect of an arm that was given at random: a number whose mean is the effect.</summary>
/// <remarks>u = (A - p)(y - m) / (p (1 - p)), A being 1 for the arm in question and p its probability. Because A is drawn independently of what either arm would have answered, the mean of u is the
/// effect, the mean of y under the arm less that without it, whatever m is; an m near the mean makes u vary least. Source: J. Robins, A. Rotnitzky and L. P. Zhao, Estimation of regression
/// coefficients when some regressors are not always observed, JASA 89, 1994 (augmented inverse probability weighting).</remarks>
internal struct ArmContrast
{
    // As if ten values had come before, half a one among them: most rates that are watched are small.
    private const double PriorCount = 10;
    private const double PriorSum = 0.5;
    private double _sum;
    private double _squares;
    private long _count;

    /// <summary>The effect as this value has it.</summary>
    public double Effect { get; private set; }

    /// <summary>The least that it could have been, before it was known.</summary>
    public double Least { get; private set; }

    /// <summary>The most that it could have been.</summary>
    public double Most { get; private set; }

    /// <summary>How large bets on it should be: p (1 - p) times how much less the values vary than zeros and ones of the same mean.</summary>
    public double Scale { get; private set; }

    /// <summary>Takes a value.</summary>
    /// <param name="isTreated">Whether it is of the arm in question.</param>
    /// <param name="share">p, its probability; more than 0, less than 1.</param>
    /// <param name="value">y; 0 to 1.</param>
    public void Take(bool isTreated, double share, double value)
    {
        double mean = (_sum + PriorSum) / (_count + PriorCount);
        double spread = mean * (1 - mean);
        double others = 1 - share;
        Effect = (isTreated ? 1 / share : -1 / others) * (value - mean);
        Least = -Math.Max(mean / share, (1 - mean) / others);
        Most = Math.Max((1 - mean) / share, mean / others);
        Scale = share * others * spread * (_count + PriorCount) / (_squares + (spread * PriorCount));
        _squares += (value - mean) * (value - mean);
        _sum += value;
        _count++;
    }
}
