using System.Globalization;

namespace AISafety.Reporting;

/// <summary>How numbers are written for people.</summary>
internal static class ReportText
{
    /// <summary>Four digits at most, plain where that is short; a dash for NaN.</summary>
    public static string Number(double value)
    {
        double size = Math.Abs(value);
        return double.IsNaN(value) ? "–"
            : double.IsInfinity(value) ? value > 0 ? "∞" : "-∞"
            : size is >= 1e6 or (< 1e-3 and > 0) ? value.ToString("0.##e0", CultureInfo.InvariantCulture)
            : size >= 1000 ? value.ToString("0", CultureInfo.InvariantCulture)
            : value.ToString(size >= 100 ? "0.#" : size >= 10 ? "0.##" : size >= 1 ? "0.###" : "0.####", CultureInfo.InvariantCulture);
    }

    /// <summary>A border of bins, with the digits that tell it from the next one.</summary>
    public static string Edge(double value, double step)
    {
        if (step is >= 1e6 or < 1e-5)
        {
            return value.ToString("G6", CultureInfo.InvariantCulture);
        }

        int decimals = 0;
        for (double scaled = step; decimals < 8 && Math.Abs(scaled - Math.Round(scaled)) > 1e-6 * scaled; scaled *= 10)
        {
            decimals++;
        }

        return Math.Round(value, 10).ToString($"F{decimals}", CultureInfo.InvariantCulture);
    }

    public static string PValue(double p) => p < 1e-300 ? "< 1e-300" : p >= 0.0995 ? p.ToString("0.00", CultureInfo.InvariantCulture) : p >= 0.00095 ? p.ToString("0.000", CultureInfo.InvariantCulture) : p.ToString("0.#e0", CultureInfo.InvariantCulture);

    public static string Percent(double share) => double.IsNaN(share) ? "–" : (100 * share).ToString(share is > 0 and < 0.1 ? "0.##" : "0.#", CultureInfo.InvariantCulture) + " %";

    public static string Count(long count) => count.ToString("#,0", CultureInfo.InvariantCulture);
}
