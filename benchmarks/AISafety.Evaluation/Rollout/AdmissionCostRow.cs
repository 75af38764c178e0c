namespace AISafety.Evaluation.Rollout;

/// <summary>What one guard costs: nanoseconds a call, medians over the rounds unless said otherwise, and bytes a call.</summary>
/// <param name="Guard">The guard.</param>
/// <param name="Limiter">The limiter that it is compared with; empty for none.</param>
/// <param name="Bare">The limiter's own call.</param>
/// <param name="Without">The safe model without the guard.</param>
/// <param name="With">The safe model with it.</param>
/// <param name="Beyond">What the guard adds beyond the limiter: the median of the differences in each round.</param>
/// <param name="LowerBeyond">Their lower quartile.</param>
/// <param name="UpperBeyond">Their upper quartile.</param>
/// <param name="LeastBeyond">The same of the least times of all rounds, which the machine has disturbed least.</param>
/// <param name="BareBytes">What the limiter's own call allocates.</param>
/// <param name="BeyondBytes">What the guard allocates beyond that.</param>
internal sealed record AdmissionCostRow(
    string Guard, string Limiter, double Bare, double Without, double With, double Beyond, double LowerBeyond, double UpperBeyond, double LeastBeyond, double BareBytes, double BeyondBytes)
{
    /// <summary>The most that a guard may add to an allowed call beyond its limiter, in nanoseconds.</summary>
    public const double Most = 100;

    /// <summary>Whether the guard is within what is allowed.</summary>
    public bool IsWithin => Beyond <= Most && Math.Round(BeyondBytes, 2) <= 0;
}
