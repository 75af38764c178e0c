using System.Globalization;
using System.Text.Json.Serialization;
using AISafety.Statistics;

namespace AISafety.Selection;

/// <summary>A confidence threshold that was calibrated for a tolerated rate of wrong answers, and how it did on the calibration rows.</summary>
/// <remarks>Immutable. To store it, keep its properties (it serialises as it is, an infinity as text).</remarks>
/// <param name="Minimum">The least confidence that is answered, itself included. <see cref="double.NegativeInfinity"/> answers everything,
/// <see cref="double.PositiveInfinity"/> nothing.</param>
/// <param name="ErrorRate">The rate that was asked for: more than 0, less than 1.</param>
/// <param name="Guarantee">What the rate is a share of.</param>
/// <param name="Delta">For <see cref="SelectiveGuarantee.AnsweredCalls"/>: how often an unlucky calibration sample may fail to keep the rate; 0 for the other.</param>
/// <param name="Count">How many calibration rows there were.</param>
/// <param name="Answered">How many of them reach the threshold.</param>
/// <param name="Wrong">How many of those are wrong.</param>
public sealed record SelectivePrediction(
    [property: JsonNumberHandling(JsonNumberHandling.AllowNamedFloatingPointLiterals)] double Minimum, double ErrorRate, SelectiveGuarantee Guarantee, double Delta, int Count, int Answered, int Wrong)
{
    /// <summary>The share of calibration rows that are answered; 0 to 1.</summary>
    public double Coverage => (double)Answered / Count;

    /// <summary>The share of all calibration rows that are answered and wrong; 0 to 1.</summary>
    public double WrongOfAll => (double)Wrong / Count;

    /// <summary>The share of wrong ones among the answered calibration rows; NaN if none is answered.</summary>
    public double WrongOfAnswered => (double)Wrong / Answered;

    /// <summary>Finds the threshold.</summary>
    /// <param name="calibration">How sure the model was, greater being surer, and whether it was right, for rows like those to come that it was not trained on. Read once.</param>
    /// <param name="errorRate">The rate of wrong answers that is tolerated: more than 0, less than 1.</param>
    /// <param name="guarantee">What the rate is a share of. Default: all calls.</param>
    /// <param name="delta">For answered calls: how often an unlucky calibration sample may fail to keep the rate; more than 0, less than 1; default 0.1.</param>
    /// <param name="seed">For answered calls: decides which rows propose thresholds and which test them.</param>
    /// <returns>A threshold that answers nothing, if none keeps the rate.</returns>
    /// <remarks>The mathematics is <see cref="SelectiveThreshold"/>'s.</remarks>
    /// <exception cref="ArgumentNullException"><paramref name="calibration"/> is null.</exception>
    /// <exception cref="ArgumentException">There is no row, a confidence is not finite, or a number is out of range.</exception>
    public static SelectivePrediction Calibrate(
        IEnumerable<(double Confidence, bool Correct)> calibration,
        double errorRate,
        SelectiveGuarantee guarantee = SelectiveGuarantee.AllCalls,
        double delta = 0.1,
        int seed = 0)
    {
        ArgumentNullException.ThrowIfNull(calibration);
        return new CalibrationRows(calibration).Calibrate(errorRate, guarantee, delta, seed);
    }

    /// <summary>The threshold, what it promises, and its coverage.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"Answers from {Minimum:G6} on: {Promise}; {Coverage:P1} of {Count} calibration rows.");

    /// <summary>The guarantee in words.</summary>
    internal string Promise => Guarantee == SelectiveGuarantee.AllCalls
        ? string.Create(CultureInfo.InvariantCulture, $"at most {ErrorRate} of all calls are answered wrongly, in expectation")
        : string.Create(CultureInfo.InvariantCulture, $"at most {ErrorRate} of the answered calls are wrong, with probability {1 - Delta}");
}
