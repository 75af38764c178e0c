using System.Globalization;

namespace AISafety.Robustness;

/// <summary>What several attacks on the same rows say together.</summary>
internal sealed class RobustnessSummary(IReadOnlyList<AttackResult> results, double confidence)
{
    /// <summary>Each attack by itself.</summary>
    public RobustnessPoint[] Attacks() =>
    [
        .. results.OrderBy(static result => result.Attack.Budget.Norm).ThenBy(static result => result.Attack.Knowledge).ThenBy(static result => result.Attack.Name, StringComparer.Ordinal)
            .ThenBy(static result => result.Attack.Detector?.Name, StringComparer.Ordinal).ThenBy(static result => result.Attack.Budget.Epsilon)
            .Select(result => new RobustnessPoint
            {
                Attack = result.Attack.Name,
                Knowledge = result.Attack.Knowledge,
                IsTargeted = result.IsTargeted,
                Detector = result.Attack.Detector?.Name,
                Budget = result.Attack.Budget,
                Accuracy = RobustnessShare.Of(result.Held, result.RowCount, confidence),
                Broken = result.Broken,
                MedianQueries = result.MedianQueries(),
            }),
    ];

    /// <summary>All attacks together, at each norm and epsilon. One that evades a detector counts too: what it found is answered wrongly. One in units of its own, a tabular one, is left out.</summary>
    public RobustnessPoint[] Together()
    {
        List<RobustnessPoint> points = [];
        foreach (IGrouping<AttackNorm, AttackResult> norm in Comparable.GroupBy(static result => result.Attack.Budget.Norm).OrderBy(static norm => norm.Key))
        {
            double[] nearest = Nearest(norm.Key);
            foreach (AttackBudget budget in norm.Select(static result => result.Attack.Budget).Where(static budget => float.IsFinite(budget.Epsilon)).DistinctBy(static budget => budget.Epsilon).OrderBy(static budget => budget.Epsilon))
            {
                int broken = nearest.Count(budget.Allows);
                points.Add(new()
                {
                    Attack = "",
                    Knowledge = norm.Min(static result => result.Attack.Knowledge),
                    Budget = budget,
                    Accuracy = RobustnessShare.Of(results[0].CleanCorrect - broken, results[0].RowCount, confidence),
                    Broken = broken,
                });
            }
        }

        return [.. points];
    }

    /// <summary>Rows that are certified at a distance where an attack found a wrong answer.</summary>
    public IEnumerable<MaskingFinding> Contradictions(CertifiedCurve certificate)
    {
        double[] nearest = Nearest(certificate.Norm);
        int contradicted = 0;
        for (int row = 0; row < nearest.Length; row++)
        {
            contradicted += nearest[row] < certificate.Radii.Span[row] * (1 - 1e-6) ? 1 : 0;
        }

        if (contradicted > 0)
        {
            yield return new(
                "certificate.contradicted",
                string.Create(CultureInfo.InvariantCulture, $"{certificate.Method} certifies {contradicted} rows at a radius within which an attack found a wrong answer."),
                0,
                (double)contradicted / nearest.Length);
        }
    }

    /// <summary>The rows that were broken with the least change, each once.</summary>
    public RobustnessExample[] Examples(int count) =>
    [
        .. results.Where(static result => !result.IsTargeted).SelectMany(
                static result => Enumerable.Range(0, result.RowCount).Where(row => result.Outcomes.Span[row] == RowOutcome.Broken).Select(row => (Result: result, Row: row)))
            .OrderBy(static one => one.Result.Attack.Budget.Norm).ThenBy(static one => one.Result.Distances.Span[one.Row]).ThenBy(static one => one.Row)
            .DistinctBy(static one => one.Row).Take(count)
            .Select(static one => new RobustnessExample
            {
                Row = one.Row,
                Label = one.Result.Labels.Span[one.Row],
                Answer = one.Result.Answers.Span[one.Row],
                Attack = one.Result.Attack.Name,
                Budget = one.Result.Attack.Budget,
                Distance = one.Result.Distances.Span[one.Row],
                Before = one.Result.Rows.Slice(one.Row * one.Result.RowLength, one.Result.RowLength),
                After = one.Result.AdversarialRows.Slice(one.Row * one.Result.RowLength, one.Result.RowLength),
            }),
    ];

    private IEnumerable<AttackResult> Comparable => results.Where(static result => result.Attack is not TabularAttack);

    // How near a wrong answer was found to each row that was answered rightly; infinite where none was.
    private double[] Nearest(AttackNorm norm)
    {
        double[] nearest = new double[results[0].RowCount];
        Array.Fill(nearest, double.PositiveInfinity);
        foreach (AttackResult result in Comparable.Where(result => result.Attack.Budget.Norm == norm))
        {
            for (int row = 0; row < nearest.Length; row++)
            {
                bool isWrong = result.Outcomes.Span[row] != RowOutcome.CleanWrong && result.Answers.Span[row] != result.Labels.Span[row];
                nearest[row] = isWrong ? Math.Min(nearest[row], result.Distances.Span[row]) : nearest[row];
            }
        }

        return nearest;
    }
}
