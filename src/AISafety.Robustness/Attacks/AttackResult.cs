using AISafety.Statistics;

namespace AISafety.Robustness;

/// <summary>What an attack did to each row. Rows whose clean answer was wrong are counted apart: they were not attacked.</summary>
public sealed class AttackResult
{
    private readonly float[] _adversarial;
    private readonly float[] _scores;
    private readonly RowOutcome[] _outcomes;
    private readonly int[] _cleanAnswers;
    private readonly int[] _answers;
    private readonly double[] _distances;
    private readonly AttackRun _run;

    internal AttackResult(AttackRun run, float[] adversarial, float[] scores, RowOutcome[] outcomes, int[] cleanAnswers, double[] distances, int cleanFlagged)
    {
        (_run, _adversarial, _scores, _outcomes, _cleanAnswers, _distances, CleanFlagged) = (run, adversarial, scores, outcomes, cleanAnswers, distances, cleanFlagged);
        _answers = new int[run.Count];
        for (int row = 0; row < run.Count; row++)
        {
            _answers[row] = LossFunctions.Answer(Scores(row));
        }

        CleanCorrect = outcomes.Count(static outcome => outcome != RowOutcome.CleanWrong);
        Broken = outcomes.Count(static outcome => outcome == RowOutcome.Broken);

        // One that started has found something, however far.
        NeverStarted = run.Attack is HopSkipJump ? outcomes.Where((outcome, row) => outcome == RowOutcome.Held && distances[row] == 0).Count() : 0;
    }

    /// <summary>The attack, with all its options.</summary>
    public Attack Attack => _run.Attack;

    /// <summary>Whether a certain wrong answer was wanted of each row.</summary>
    public bool IsTargeted => !_run.Targets.IsEmpty;

    /// <summary>How many rows there were.</summary>
    public int RowCount => _run.Count;

    /// <summary>How many values a row has.</summary>
    public int RowLength => _run.Width;

    /// <summary>How many rows the model answered rightly before.</summary>
    public int CleanCorrect { get; }

    /// <summary>Of these, how many were broken.</summary>
    public int Broken { get; }

    /// <summary>Of these, how many held.</summary>
    public int Held => CleanCorrect - Broken;

    /// <summary>Of <see cref="Held"/>, how many the attack never started on, as <see cref="HopSkipJump"/> found no noise that is answered wrongly: of these it says nothing. 0 for other attacks.</summary>
    public int NeverStarted { get; }

    /// <summary>How many clean rows, of all, the attack's detector flags: its false alarms. 0 without a detector.</summary>
    public int CleanFlagged { get; }

    /// <summary>The share of rows that were answered rightly before: 0 to 1; NaN of no rows.</summary>
    public double CleanAccuracy => (double)CleanCorrect / RowCount;

    /// <summary>The share of rows that were answered rightly and held: 0 to 1; NaN of no rows. An upper bound: a better attack may find less.</summary>
    public double Accuracy => (double)Held / RowCount;

    /// <summary>The share of <see cref="AdversarialRows"/> that are answered rightly: 0 to 1; NaN of no rows. Equal to <see cref="Accuracy"/> unless rows were moved that were wrong before, or succeed outside of the budget.</summary>
    public double AnswerAccuracy => RowCount == 0 ? double.NaN : (double)Enumerable.Range(0, RowCount).Count(row => _answers[row] == Labels.Span[row]) / RowCount;

    /// <summary>The share of attacked rows that were broken: 0 to 1; NaN if none was attacked.</summary>
    public double SuccessRate => (double)Broken / CleanCorrect;

    /// <summary>The rows before, as given.</summary>
    public ReadOnlyMemory<float> Rows => _run.Rows;

    // The class that was wanted of each row; empty where any wrong one would do.
    internal ReadOnlyMemory<int> Targets => _run.Targets;

    /// <summary>The right class of each row.</summary>
    public ReadOnlyMemory<int> Labels => _run.Labels;

    /// <summary>What the attack made of the rows: the nearest that it found to succeed (and not nearest of all), where it found one, and else the row as it was.</summary>
    /// <remarks>One that was found outside of the budget, by an attack that looks for the least change, is there too; its outcome is <see cref="RowOutcome.Held"/>.</remarks>
    public ReadOnlyMemory<float> AdversarialRows => _adversarial;

    /// <summary>What became of each row.</summary>
    public ReadOnlyMemory<RowOutcome> Outcomes => _outcomes;

    /// <summary>The model's answer to each row before; -1 where a score was not finite.</summary>
    public ReadOnlyMemory<int> CleanAnswers => _cleanAnswers;

    /// <summary>The model's answer to each of <see cref="AdversarialRows"/>; -1 where a score is not finite, which counts as a wrong answer.</summary>
    public ReadOnlyMemory<int> Answers => _answers;

    /// <summary>How often the model was asked for each row, beyond the clean one.</summary>
    public ReadOnlyMemory<int> Queries => _run.Queries;

    /// <summary>How often a gradient was computed for each row.</summary>
    public ReadOnlyMemory<int> Gradients => _run.Gradients;

    /// <summary>How far each of <see cref="AdversarialRows"/> is from its row, as the attack's budget measures it; 0 where nothing was found.</summary>
    public ReadOnlyMemory<double> Distances => _distances;

    /// <summary>The model's scores of one of <see cref="AdversarialRows"/>.</summary>
    /// <param name="row">0 to <see cref="RowCount"/> - 1.</param>
    public ReadOnlySpan<float> Scores(int row) => _scores.AsSpan(row * _run.Classes, _run.Classes);

    /// <summary>Wilson's interval of <see cref="Accuracy"/>: of the accuracy under this very attack, on rows of the same kind.</summary>
    /// <param name="confidence">More than 0, less than 1.</param>
    public Interval AccuracyInterval(double confidence = 0.95) => ProportionInterval.Wilson(Held, RowCount, confidence);

    /// <summary>How many queries a broken row took, in the middle; NaN if none was broken.</summary>
    public double MedianQueries() => Median.Of<double>([.. Enumerable.Range(0, RowCount).Where(row => _outcomes[row] == RowOutcome.Broken).Select(row => (double)_run.Queries[row])]);

    /// <summary>The attack, its budget and what it left, in words.</summary>
    public override string ToString() => FormattableString.Invariant($"{Attack.Name}, {Attack.Budget}: {Held} of {RowCount} rows held, {Broken} broken, {RowCount - CleanCorrect} wrong before") +
        (NeverStarted > 0 ? FormattableString.Invariant($"; on {NeverStarted} of those that held it never started") : "");
}
