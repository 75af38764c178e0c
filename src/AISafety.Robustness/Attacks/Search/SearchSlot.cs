namespace AISafety.Robustness;

/// <summary>One row that a search works on. The search writes <see cref="Candidate"/> and yields; when it goes on, the model has answered.</summary>
internal sealed class SearchSlot(AttackRun run)
{
    public AttackRun Run => run;

    /// <summary>The row as it was.</summary>
    public float[] Original { get; } = new float[run.Width];

    /// <summary>What the model is asked next.</summary>
    public float[] Candidate { get; } = new float[run.Width];

    public Draws Draws { get; } = new();

    public int Row { get; private set; }

    /// <summary>What the search raises: of the clean row when it begins, of the candidate after each question. The detector is in it.</summary>
    public double Loss { get; private set; }

    /// <summary>Whether the last candidate was answered as wanted, and not flagged.</summary>
    public bool Succeeded { get; private set; }

    /// <summary>How far the nearest candidate that succeeded is; infinite if none did.</summary>
    public double BestDistance { get; private set; }

    /// <summary>Whether a candidate in the budget succeeded.</summary>
    public bool IsBroken => run.Attack.Allows(BestDistance);

    /// <summary>Whether a later success is better than a nearer one: the search then asks only for what it prefers.</summary>
    public bool KeepsLatest { get; set; }

    public void Begin(int row)
    {
        (Row, Succeeded, KeepsLatest, BestDistance) = (row, false, false, double.PositiveInfinity);
        run.Row(row).CopyTo(Original);
        Original.CopyTo(Candidate.AsSpan());
        Draws.Start(run.Attack.Seed, row);
        Loss = LossOf(run.Scores(row), run.CleanDetector(row));
    }

    public void Learn(ReadOnlySpan<float> scores, float detectorScore)
    {
        run.Queries[Row]++;
        Loss = LossOf(scores, detectorScore);
        Succeeded = run.IsWanted(Row, scores) && !run.IsFlagged(detectorScore);
        if (Succeeded && run.Attack.Distance(Original, Candidate) is var distance && (KeepsLatest || distance < BestDistance))
        {
            BestDistance = distance;
            run.Keep(Row, Candidate, scores, distance);
        }
    }

    private double LossOf(ReadOnlySpan<float> scores, float detectorScore)
    {
        double loss = run.Attack is SearchAttack search ? LossFunctions.Value(search.Loss, scores, run.Label(Row), run.Target(Row)) : 0;
        return run.Attack.Detector is { } detector ? loss - (run.Attack.DetectorWeight * Math.Max(0, (double)detectorScore - detector.Threshold)) : loss;
    }
}
