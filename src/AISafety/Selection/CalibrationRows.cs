using AISafety.Statistics;

namespace AISafety.Selection;

/// <summary>Calibration rows, from which thresholds for one rate and another can be found.</summary>
internal sealed class CalibrationRows
{
    private readonly double[] _confidences;
    private readonly bool[] _correct;

    public CalibrationRows(IEnumerable<(double Confidence, bool Correct)> rows)
    {
        (double Confidence, bool Correct)[] all = [.. rows];
        _confidences = Array.ConvertAll(all, static row => row.Confidence);
        _correct = Array.ConvertAll(all, static row => row.Correct);
    }

    public int Count => _correct.Length;

    /// <exception cref="ArgumentException">There is no row, a confidence is not finite, or a number is out of range.</exception>
    public SelectivePrediction Calibrate(double errorRate, SelectiveGuarantee guarantee, double delta, int seed)
    {
        if (!(errorRate > 0 && errorRate < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(errorRate), errorRate, "Expected a rate of more than 0 and less than 1.");
        }

        double minimum = guarantee switch
        {
            SelectiveGuarantee.AllCalls => SelectiveThreshold.ForAllCalls(_confidences, _correct, errorRate),
            SelectiveGuarantee.AnsweredCalls => SelectiveThreshold.ForAnsweredCalls(_confidences, _correct, errorRate, delta, seed),
            _ => throw new ArgumentOutOfRangeException(nameof(guarantee), guarantee, "Expected AllCalls or AnsweredCalls."),
        };
        int answered = 0;
        int wrong = 0;
        for (int i = 0; i < Count; i++)
        {
            if (_confidences[i] >= minimum)
            {
                answered++;
                wrong += _correct[i] ? 0 : 1;
            }
        }

        return new(minimum, errorRate, guarantee, guarantee == SelectiveGuarantee.AllCalls ? 0 : delta, Count, answered, wrong);
    }

    /// <summary>The least rate, in steps of a twentieth from one that is too low, at which a calibration row would be answered; NaN if there is none below 1.</summary>
    public double FindPossibleRate(double tooLow, SelectiveGuarantee guarantee, double delta, int seed)
    {
        for (double rate = tooLow * 1.05; rate < 1; rate *= 1.05)
        {
            if (Calibrate(rate, guarantee, delta, seed).Answered > 0)
            {
                return rate;
            }
        }

        return double.NaN;
    }
}
