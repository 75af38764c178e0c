namespace AISafety.Robustness;

/// <summary>What a detector is worth: against an attacker who does not know of it, and against one who does.</summary>
public sealed class DetectorRates
{
    private readonly int _stopped;

    private DetectorRates(IRowDetector detector, AttackResult oblivious, AttackResult aware, int obliviousFlagged, int awarePassed, int stopped) =>
        (Detector, Oblivious, Aware, ObliviousFlagged, AwarePassed, _stopped) = (detector.Name, oblivious, aware, obliviousFlagged, awarePassed, stopped);

    /// <summary>What the detector is called.</summary>
    public string Detector { get; }

    /// <summary>The attack that does not know of the detector.</summary>
    public AttackResult Oblivious { get; }

    /// <summary>The attack that does: its broken rows are not flagged.</summary>
    public AttackResult Aware { get; }

    /// <summary>How many clean rows are flagged: false alarms.</summary>
    public int CleanFlagged => Aware.CleanFlagged;

    /// <summary>How many of the rows that the oblivious attack broke are flagged.</summary>
    public int ObliviousFlagged { get; }

    /// <summary>How many rows get past the detector when it is known: broken by <see cref="Aware"/>, or by <see cref="Oblivious"/> and not flagged. Who knows the detector can do both.</summary>
    public int AwarePassed { get; }

    /// <summary>The share of clean rows that are flagged: 0 to 1; NaN of no rows.</summary>
    public double FalseAlarmRate => (double)CleanFlagged / Aware.RowCount;

    /// <summary>The share of rows that the oblivious attack broke and that are flagged: 0 to 1; NaN if it broke none. The rate that papers on detectors like to tell.</summary>
    public double ObliviousDetectionRate => (double)ObliviousFlagged / Oblivious.Broken;

    /// <summary>The share of attacked rows that the oblivious attack gets through, answered wrongly and not flagged: 0 to 1; NaN if none was attacked.</summary>
    public double ObliviousPassRate => (double)(Oblivious.Broken - ObliviousFlagged) / Oblivious.CleanCorrect;

    /// <summary>The same of an attacker who knows the detector, <see cref="AwarePassed"/>: the rate that counts.</summary>
    public double AwarePassRate => (double)AwarePassed / Aware.CleanCorrect;

    /// <summary>Of the rows that <see cref="Oblivious"/> breaks, the share that neither attack gets past the detector, row by row: what the detector is still good for; 0 to 1, NaN if none was broken.</summary>
    public double AwareDetectionRate => (double)_stopped / Oblivious.Broken;

    /// <summary>Measures.</summary>
    /// <param name="detector">The detector.</param>
    /// <param name="oblivious">The result of an attack without <see cref="Attack.Detector"/>.</param>
    /// <param name="aware">The result of an attack on the same model and rows, within the same budget and with the same targets, with this detector.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ArgumentException">An attack knows what it should not, or not what it should; or the rows, the clean answers, the budgets or the targets differ.</exception>
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

        if (!oblivious.CleanAnswers.Span.SequenceEqual(aware.CleanAnswers.Span))
        {
            throw new ArgumentException("The model answered the clean rows otherwise in the two attacks: they were run on different models, or on one that draws.", nameof(aware));
        }

        if (oblivious.Attack.Budget != aware.Attack.Budget || !oblivious.Targets.Span.SequenceEqual(aware.Targets.Span))
        {
            throw new ArgumentException("The two attacks have different budgets or targets.", nameof(aware));
        }

        float[] scores = new float[oblivious.RowCount];
        (int width, int block) = (oblivious.RowLength, oblivious.Attack.BlockRows);
        for (int first = 0; first < scores.Length; first += block)
        {
            int count = Math.Min(block, scores.Length - first);
            await detector.ScoreAsync(oblivious.AdversarialRows.Slice(first * width, count * width), scores.AsMemory(first, count), cancellationToken).ConfigureAwait(false);
        }

        (int flagged, int passed, int stopped) = (0, 0, 0);
        for (int row = 0; row < scores.Length; row++)
        {
            bool isBroken = oblivious.Outcomes.Span[row] == RowOutcome.Broken;
            bool isFlagged = isBroken && !(scores[row] <= detector.Threshold);
            bool passes = (isBroken && !isFlagged) || aware.Outcomes.Span[row] == RowOutcome.Broken;
            flagged += isFlagged ? 1 : 0;
            passed += passes ? 1 : 0;
            stopped += isBroken && !passes ? 1 : 0;
        }

        return new(detector, oblivious, aware, flagged, passed, stopped);
    }
}
