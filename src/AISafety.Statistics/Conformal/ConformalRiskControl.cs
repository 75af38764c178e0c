namespace AISafety.Statistics;

/// <summary>Chooses a threshold so that the expected loss of a new row is at most alpha: conformal risk control.</summary>
/// <remarks>
/// <para>Each calibration row has a loss at each of a grid of settings, from the least cautious to the most; its loss must not rise along the grid
/// and must lie from 0 to B. The choice is the first setting at which (n / (n + 1)) mean loss + B / (n + 1) is at most alpha. If rows are
/// exchangeable, E(loss of a new row at that setting) is at most alpha. The false negative rate of a multi-label set is such a loss, and so is being outside a set,
/// for which it is split conformal prediction.</para>
/// <para>Source: Angelopoulos, Bates, Fisch, Lei and Schuster, Conformal risk control, ICLR 2024 (2022).</para>
/// </remarks>
public static class ConformalRiskControl
{
    /// <summary>The place of the setting to use.</summary>
    /// <param name="losses">Row after row, the loss at each setting; none more than the one before it.</param>
    /// <param name="settingCount">How many settings; 1 or more.</param>
    /// <param name="alpha">The greatest expected loss: 0 or more and finite.</param>
    /// <param name="bound">B, what no loss exceeds; more than 0 and finite.</param>
    /// <returns>-1 if no setting of the grid is cautious enough; then only what has no loss at all will do.</returns>
    /// <exception cref="ArgumentException">There is no row, a row is not full, or a loss is NaN, negative, above <paramref name="bound"/>, or rises.</exception>
    public static int Choose(ReadOnlySpan<double> losses, int settingCount, double alpha, double bound = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(settingCount, 1);
        if (!(alpha >= 0 && double.IsFinite(alpha)))
        {
            throw new ArgumentOutOfRangeException(nameof(alpha), alpha, "Expected a finite number of 0 or more.");
        }

        if (!(bound > 0 && double.IsFinite(bound)))
        {
            throw new ArgumentOutOfRangeException(nameof(bound), bound, "Expected a finite number of more than 0.");
        }

        if (losses.IsEmpty || losses.Length % settingCount != 0)
        {
            throw new ArgumentException($"There are {losses.Length} losses; expected {settingCount} for each row, and a row.", nameof(losses));
        }

        double[] sums = new double[settingCount];
        for (int i = 0; i < losses.Length; i++)
        {
            int setting = i % settingCount;
            double most = setting == 0 ? bound : losses[i - 1];
            sums[setting] += losses[i] >= 0 && losses[i] <= most
                ? losses[i]
                : throw new ArgumentException($"A loss is {losses[i]}; expected 0 to {most}, the one before it or the bound.", nameof(losses));
        }

        int rows = losses.Length / settingCount;
        for (int setting = 0; setting < settingCount; setting++)
        {
            if ((sums[setting] + bound) / (rows + 1.0) <= alpha)
            {
                return setting;
            }
        }

        return -1;
    }
}
