using System.Diagnostics.Metrics;

namespace AISafety.Telemetry;

/// <summary>Measures without letting a listener's failure out: it must not change a verdict, nor keep a call from ending.</summary>
internal static class QuietMeasure
{
    public static void Count(Counter<long> counter, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        try
        {
            counter.Add(1, tags);
        }
        catch (Exception)
        {
            // The listener's own affair.
        }
    }

    public static void Record(Histogram<double> histogram, double seconds, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        try
        {
            histogram.Record(seconds, tags);
        }
        catch (Exception)
        {
            // As above.
        }
    }
}
