namespace AISafety.Robustness;

/// <summary>One run of an attack: what was given, what is known of each row so far, and how a success is told.</summary>
internal sealed class AttackRun
{
    private readonly float[] _adversarial;
    private readonly float[] _scores;
    private readonly float[] _cleanDetector;
    private readonly int[] _cleanAnswers;
    private readonly double[] _distances;
    private readonly RowOutcome[] _outcomes;

    public AttackRun(Attack attack, IRowModel model, ReadOnlyMemory<float> rows, ReadOnlyMemory<int> labels, ReadOnlyMemory<int> targets)
    {
        (Attack, Model, Rows, Labels, Targets) = (attack, model, rows, labels, targets);
        (Width, Classes, Count) = (model.InputLength, model.OutputLength, labels.Length);
        _adversarial = rows.ToArray();
        _scores = new float[(long)Count * Classes];
        _cleanDetector = attack.Detector is null ? [] : new float[Count];
        _cleanAnswers = new int[Count];
        _distances = new double[Count];
        _outcomes = new RowOutcome[Count];
        Queries = new int[Count];
        Gradients = new int[Count];
    }

    public Attack Attack { get; }

    public IRowModel Model { get; }

    public ReadOnlyMemory<float> Rows { get; }

    public ReadOnlyMemory<int> Labels { get; }

    public ReadOnlyMemory<int> Targets { get; }

    public int Width { get; }

    public int Classes { get; }

    public int Count { get; }

    /// <summary>How often the model was asked for each row, not counting the clean one.</summary>
    public int[] Queries { get; }

    /// <summary>For how many of these the gradient was computed, too.</summary>
    public int[] Gradients { get; }

    public ReadOnlySpan<float> Row(int row) => Rows.Span.Slice(row * Width, Width);

    public int Label(int row) => Labels.Span[row];

    /// <summary>-1 where any wrong answer will do.</summary>
    public int Target(int row) => Targets.IsEmpty ? -1 : Targets.Span[row];

    public ReadOnlySpan<float> Scores(int row) => _scores.AsSpan(row * Classes, Classes);

    public float CleanDetector(int row) => _cleanDetector.Length == 0 ? 0 : _cleanDetector[row];

    public bool IsAttackable(int row) => _outcomes[row] != RowOutcome.CleanWrong;

    public async ValueTask ScoreCleanAsync(CancellationToken cancellationToken)
    {
        for (int first = 0; first < Count; first += Attack.BlockRows)
        {
            int rows = Math.Min(Attack.BlockRows, Count - first);
            ReadOnlyMemory<float> block = Rows.Slice(first * Width, rows * Width);
            await Model.ScoreAsync(block, _scores.AsMemory(first * Classes, rows * Classes), cancellationToken).ConfigureAwait(false);
            if (Attack.Detector is { } detector)
            {
                await detector.ScoreAsync(block, _cleanDetector.AsMemory(first, rows), cancellationToken).ConfigureAwait(false);
            }
        }

        for (int row = 0; row < Count; row++)
        {
            _cleanAnswers[row] = LossFunctions.Answer(Scores(row));
            _outcomes[row] = _cleanAnswers[row] == Label(row) ? RowOutcome.Held : RowOutcome.CleanWrong;
        }
    }

    /// <summary>Whether the answer is the one that the attack wants, flagged or not.</summary>
    public bool IsWanted(int row, ReadOnlySpan<float> scores)
    {
        int answer = LossFunctions.Answer(scores);
        return Targets.IsEmpty ? answer != Label(row) : answer == Target(row);
    }

    public bool IsFlagged(float detectorScore) => Attack.Detector is { } detector && !(detectorScore <= detector.Threshold);

    /// <summary>Keeps a row that succeeds; the answer is broken if it lies in the budget, and was right before.</summary>
    public void Keep(int row, ReadOnlySpan<float> changed, ReadOnlySpan<float> scores, double distance)
    {
        changed.CopyTo(_adversarial.AsSpan(row * Width, Width));
        scores.CopyTo(_scores.AsSpan(row * Classes, Classes));
        _distances[row] = distance;
        _outcomes[row] = !IsAttackable(row) ? RowOutcome.CleanWrong : Attack.Allows(distance) ? RowOutcome.Broken : RowOutcome.Held;
    }

    public AttackResult Finish() => new(this, _adversarial, _scores, _outcomes, _cleanAnswers, _distances, _cleanDetector.Count(IsFlagged));
}
