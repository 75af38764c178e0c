using System.Globalization;
using AISafety.Confidence;

namespace AISafety.Selection;

/// <summary>Makes the guard, and refuses what cannot be promised.</summary>
internal sealed class SelectiveFit<TIn, TOut>
{
    private const string Guard = SelectiveGuard<TIn, TOut>.GuardName;

    private readonly ConfidenceReading<TOut> _reading;
    private readonly SafetyAction _otherwise;
    private readonly SelectivePredictionOptions _options;

    /// <exception cref="SafetyBuildException">The action or an option is out of range.</exception>
    public SelectiveFit(ConfidenceReading<TOut> reading, SafetyAction otherwise, SelectivePredictionOptions options)
    {
        (_reading, _otherwise, _options) = (reading, otherwise, options);
        Require(SettingFaults.Otherwise(otherwise) is null, $"the action is {otherwise}; expected Flag, Review or Block");
        Require(Enum.IsDefined(options.Guarantee), $"{nameof(options.Guarantee)} is {options.Guarantee}; expected AllCalls or AnsweredCalls");
        Require(options.Delta is > 0 and < 1, $"{nameof(options.Delta)} is {options.Delta}; expected more than 0 and less than 1");
        Require(options.Tolerance is >= 0 and <= 0.5, $"{nameof(options.Tolerance)} is {options.Tolerance}; expected 0 to 0.5");
    }

    /// <exception cref="SafetyBuildException">The threshold answers nothing.</exception>
    public SelectiveGuard<TIn, TOut> Stored(SelectivePrediction calibrated)
    {
        Require(!double.IsNaN(calibrated.Minimum), $"the threshold is not a number");
        Require(calibrated.Minimum <= double.MaxValue || _options.MayAnswerNothing, $"the threshold given answers nothing; allow it by {nameof(_options.MayAnswerNothing)}");
        return new(_reading, calibrated, null, _otherwise, _options);
    }

    /// <exception cref="SafetyBuildException">The rate is out of range, a row cannot be used, or no threshold keeps the rate.</exception>
    public SelectiveGuard<TIn, TOut> Calibrated(IEnumerable<(TOut Output, bool Correct)> calibration, double errorRate)
    {
        Require(errorRate is > 0 and < 1, $"the error rate is {errorRate}; expected more than 0 and less than 1");
        CalibrationRows rows = new(Read(calibration));
        Require(rows.Count > 0, $"there is no calibration row; expected at least one");
        SelectivePrediction calibrated = rows.Calibrate(errorRate, _options.Guarantee, _options.Delta, _options.Seed);
        if (calibrated.Answered == 0 && !_options.MayAnswerNothing)
        {
            throw Impossible(rows, errorRate);
        }

        return new(_reading, calibrated, rows, _otherwise, _options);
    }

    private List<(double Confidence, bool Correct)> Read(IEnumerable<(TOut Output, bool Correct)> calibration)
    {
        List<(double Confidence, bool Correct)> rows = [];
        foreach ((TOut output, bool correct) in calibration)
        {
            double confidence = double.NaN;
            Evidence? invalid = output is null
                ? new(EvidenceCodes.NullOutput, "The output is null.")
                : _reading.TryRead(output, _options.Tolerance, out confidence);
            if (invalid is not null)
            {
                throw new SafetyBuildException(
                    Invariant($"Guard '{Guard}': calibration row {rows.Count + 1} (counted from 1) cannot be used. {invalid.Message}"), invalid.Exception!);
            }

            rows.Add((confidence, correct));
        }

        return rows;
    }

    private SafetyBuildException Impossible(CalibrationRows rows, double errorRate)
    {
        double possible = rows.FindPossibleRate(errorRate, _options.Guarantee, _options.Delta, _options.Seed);
        string what = _options.Guarantee == SelectiveGuarantee.AllCalls ? "of all calls" : Invariant($"of answered calls, with probability {1 - _options.Delta},");
        string instead = double.IsNaN(possible) ? "no lower rate than 1 can be kept" : Invariant($"about {possible:G2} could be kept");
        return new(Invariant($"Guard '{Guard}': no threshold keeps an error rate of {errorRate} {what} by these {rows.Count} calibration rows; {instead}. ")
            + $"Give more rows, tolerate more, or set {nameof(_options.MayAnswerNothing)} to answer nothing.");
    }

    private static void Require(bool holds, FormattableString fault)
    {
        if (!holds)
        {
            throw new SafetyBuildException($"Guard '{Guard}': {Invariant(fault)}.");
        }
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
