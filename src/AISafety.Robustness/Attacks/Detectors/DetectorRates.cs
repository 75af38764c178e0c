namespace AISafety.Robustness;

/// <summary>What a detector is worth: against an attacker who does not know of it, and against one who does.</summary>
public sealed class DetectorRates
{
    private DetectorRates(IRowDetector detector, AttackResult oblivious, AttackResult aware, int cleanFlagged, int obliviousFlagged) =>
        (Detector, Oblivious, Aware, CleanFlagged, ObliviousFlagged) = (detector.Name, oblivious, aware, cleanFlagged, obliviousFlagged);

    /// <summary>What the detector is called.</summary>
    public string Detector { get; }

    /// <summary>The attack that does not know of the detector.</summary>
    public AttackResult Oblivious { get; }

    /// <summary>The attack that does: its broken rows are not flagged.</summary>
    public AttackResult Aware { get; }

    /// <summary>How many clean rows are flagged: false alarms.</summary>
    public int CleanFlagged { get; }

    /// <summary>How many of the rows that the oblivious attack broke are flagged.</summary>
    public int ObliviousFlagged { get; }

    /// <summary>The share of clean rows that are flagged: 0 to 1; NaN of no rows.</summary>
    public double FalseAlarmRate => (double)CleanFlagged / Aware.RowCount;

    /// <summary>The share of rows that the oblivious attack broke and that are flagged: 0 to 1; NaN if it broke none. The rate that papers on detectors like to tell.</summary>
    public double ObliviousDetectionRate => (double)ObliviousFlagged / Oblivious.Broken;

    /// <summary>The share of attacked rows that the oblivious attack gets through, answered wrongly and not flagged: 0 to 1; NaN if none was attacked.</summary>
    public double ObliviousPassRate => (double)(Oblivious.Broken - ObliviousFlagged) / Oblivious.CleanCorrect;

    /// <summary>The same of an attacker who knows the detector: the rate that counts.</summary>
    public double AwarePassRate => (double)Aware.Broken / Aware.CleanCorrect;

    /// <summary>The share of rows that <see cref="Oblivious"/> breaks and that <see cref="Aware"/> cannot get past the detector: what the detector is still good for; 0 to 1, NaN if none was broken.</summary>
    public double AwareDetectionRate => Oblivious.Broken == 0 ? double.NaN : Math.Clamp(1 - ((double)Aware.Broken / Oblivious.Broken), 0, 1);

    /// <summary>Measures.</summary>
    /// <param name="detector">The detector.</param>
    /// <param name="oblivious">The result of an attack without <see cref="Attack.Detector"/>.</param>
    /// <param name="aware">The result of an attack on the same rows with this detector.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ArgumentException">An attack knows what it should not, or not what it should; or the rows differ.</exception>
    public static async ValueTask<DetectorRates> MeasureAsync(IRowDetector detector, AttackResult oblivious, AttackResult aware, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(detector);
        ArgumentNullException.ThrowIfNull(oblivious);
        ArgumentNullException.ThrowIfNull(aware);
        if (oblivious.Attack.Detector is not null)
        {
            throw new ArgumentException("The attack knows a detector; expected one that knows none.", nameof(oblivious));
        }

        if (!ReferenceEquals(aware.Attack.Detector, detector))
        {
            throw new ArgumentException("The attack does not know this detector.", nameof(aware));
        }

        if (!oblivious.Rows.Span.SequenceEqual(aware.Rows.Span) || !oblivious.Labels.Span.SequenceEqual(aware.Labels.Span))
        {
            throw new ArgumentException("The two attacks were run on different rows.", nameof(aware));
        }

        float[] scores = new float[oblivious.RowCount];
        (int width, int block) = (oblivious.RowLength, oblivious.Attack.BlockRows);
        for (int first = 0; first < scores.Length; first += block)
        {
            int count = Math.Min(block, scores.Length - first);
            await detector.ScoreAsync(oblivious.AdversarialRows.Slice(first * width, count * width), scores.AsMemory(first, count), cancellationToken).ConfigureAwait(false);
        }

        int flagged = 0;
        for (int row = 0; row < scores.Length; row++)
        {
            flagged += oblivious.Outcomes.Span[row] == RowOutcome.Broken && !(scores[row] <= detector.Threshold) ? 1 : 0;
        }

        return new(detector, oblivious, aware, aware.CleanFlagged, flagged);
    }
}
