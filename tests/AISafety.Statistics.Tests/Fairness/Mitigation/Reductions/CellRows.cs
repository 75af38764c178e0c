using CsCheck;

namespace AISafety.Statistics.Tests;

/// <summary>Random rows of a few cells, groups and labels, in which each group has both labels; and every function of a cell.</summary>
internal sealed record CellRows(byte[] Labels, int[] Groups, int GroupCount, int[] Cells, int CellCount)
{
    public static Gen<CellRows> Gen { get; } = CsCheck.Gen.Select(CsCheck.Gen.Int[2, 4], CsCheck.Gen.Int[1, 5]).SelectMany((groups, cells) =>
        CsCheck.Gen.Select(CsCheck.Gen.Int[0, 1], CsCheck.Gen.Int[0, groups - 1], CsCheck.Gen.Int[0, cells - 1]).Array[2 * groups, 60].Select(rows => new CellRows(
            [.. rows.Select((row, i) => (byte)(i < 2 * groups ? i % 2 : row.Item1))],
            [.. rows.Select((row, i) => i < 2 * groups ? i / 2 : row.Item2)],
            groups,
            [.. rows.Select(static row => row.Item3)],
            cells)));

    public ReductionLearner<double[]> Learner => new CellLearner(Cells, CellCount).Train;

    public double[] Predict(double[] byCell) => Array.ConvertAll(Cells, cell => byCell[cell]);

    public IEnumerable<double[]> AllFunctions() =>
        Enumerable.Range(0, 1 << CellCount).Select(bits => Predict([.. Enumerable.Range(0, CellCount).Select(cell => (double)((bits >> cell) & 1))]));

    /// <summary>The greatest distance of a group's rate from that of all rows, from its definition.</summary>
    public double Violation(FairnessCriterion criterion, double[] predictions) => criterion switch
    {
        FairnessCriterion.EqualOpportunity => Farthest(predictions, row => Labels[row] == 1),
        FairnessCriterion.FalsePositiveRateParity => Farthest(predictions, row => Labels[row] == 0),
        FairnessCriterion.EqualizedOdds => Math.Max(Farthest(predictions, row => Labels[row] == 1), Farthest(predictions, row => Labels[row] == 0)),
        FairnessCriterion.AccuracyParity => Farthest([.. predictions.Select((p, row) => 1 - Math.Abs(Labels[row] - p))], static _ => true),
        _ => Farthest(predictions, static _ => true),
    };

    public double Error(double[] predictions) => predictions.Select((p, row) => Math.Abs(Labels[row] - p)).Average();

    private double Farthest(double[] values, Func<int, bool> isPart)
    {
        int[] rows = [.. Enumerable.Range(0, values.Length).Where(isPart)];
        double all = rows.Average(row => values[row]);
        return Enumerable.Range(0, GroupCount).Max(group => Math.Abs(rows.Where(row => Groups[row] == group).Average(row => values[row]) - all));
    }
}
