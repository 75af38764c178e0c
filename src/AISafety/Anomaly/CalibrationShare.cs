using AISafety.Statistics;

namespace AISafety.Anomaly;

/// <summary>How many reference rows calibrate; the others fit.</summary>
/// <remarks>About a half; but of n rows only the rates k / (n + 1) can be met exactly, so that the number is the least with the same k: the rows that would only lower the rate fit instead.
/// Where a half is too few for the rate, up to three quarters calibrate.</remarks>
internal static class CalibrationShare
{
    /// <summary>How many rows calibrate; 0 if there are fewer than <see cref="RequiredRows"/>.</summary>
    public static int Of(int rows, double alarmRate, double? confidence)
    {
        if (rows < RequiredRows(alarmRate, confidence))
        {
            return 0;
        }

        int half = rows - rows / 2;
        int least = (int)LeastCalibrating(alarmRate, confidence);
        if (half <= least || confidence is not null)
        {
            return Math.Max(half, least);
        }

        int ranks = (int)(alarmRate * (half + 1.0));
        int count = (int)SplitConformal.RequiredCount(alarmRate / ranks);
        while (ranks / (count + 1.0) > alarmRate)
        {
            count++;
        }

        return Math.Min(half, count);
    }

    /// <summary>The least number of rows: those that calibrate, and a third as many that fit, at least one.</summary>
    public static long RequiredRows(double alarmRate, double? confidence)
    {
        long calibrating = LeastCalibrating(alarmRate, confidence);
        return calibrating > long.MaxValue / 2 ? long.MaxValue : calibrating + Math.Max(1, calibrating / 3);
    }

    private static long LeastCalibrating(double alarmRate, double? confidence) =>
        confidence is { } probability ? SplitConformal.RequiredCount(alarmRate, 1 - probability) : SplitConformal.RequiredCount(alarmRate);
}
