namespace AISafety.Drift;

/// <summary>Whether what a test after every row has found is over. The test itself cannot tell: it takes what follows its alarm as the new normal.</summary>
internal sealed class RecoveryTest(ReferenceProfile profile, DriftOptions options, RecentRows recent, RowScores? scores)
{
    // The mean of Kolmogorov's limit law, over the square root of the rows' effective number, is what chance makes of a distance.
    private const double MeanDistance = 0.8687;

    /// <summary>Whether the last rows are like the reference again, as far as the alarm's first driver tells: nearer to it than to what the alarm saw.</summary>
    /// <remarks>As many rows are looked at as tell the two apart; before there are that many since the alarm, and of outputs that many answers among them, it is not over.</remarks>
    public bool IsOver(DriftAlarm alarm)
    {
        double then = alarm.Drivers[0].Value;
        long since = recent.Count - 1 - (alarm.Row / options.Stride);
        int tells = (int)Math.Min(Math.Pow(4 * MeanDistance / then, 2), recent.Capacity);
        int rows = (int)Math.Min(Math.Max(options.WindowRows, tells), Math.Min(recent.Capacity, recent.Count));
        if (rows > since)
        {
            return false;
        }

        (ReadOnlySpan<float> reference, ReadOnlySpan<float> current) = Compared(alarm, rows);
        if (current.Length < Math.Max(DriftWatch.LeastWindow, tells) || reference.Length == 0)
        {
            return false;
        }

        double chance = MeanDistance * Math.Sqrt((1.0 / reference.Length) + (1.0 / current.Length));
        double now = SequentialLane.Effect(reference, current).Distance;
        return now < then && now <= Math.Max(then / 2, chance);
    }

    private (float[] Reference, float[] Current) Compared(DriftAlarm alarm, int rows)
    {
        string name = alarm.Drivers[0].Name;
        if (alarm.Lane == DriftLane.Rows)
        {
            int score = Array.IndexOf(scores!.Names, name);
            return (scores.Reference[score], scores.Recent(recent, rows)[score]);
        }

        int feature = 0;
        while (profile.Features[feature].Feature.Name != name || feature < profile.InputCount == (alarm.Lane == DriftLane.Outputs))
        {
            feature++;
        }

        float[] scratch = new float[recent.Capacity];
        ReadOnlySpan<float> values = alarm.Lane == DriftLane.Outputs ? recent.LastAnswered(feature, rows, scratch) : recent.Last(feature, rows, scratch);
        return (profile.SampleColumn(feature).ToArray(), values.ToArray());
    }
}
