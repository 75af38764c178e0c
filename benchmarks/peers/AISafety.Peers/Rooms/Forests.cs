using AISafety.Statistics;

namespace AISafety.Peers.Rooms;

/// <summary>Scores of an isolation forest.</summary>
internal static class Forests
{
    private const int Columns = 10;
    private const double Outlying = 4;

    public static IEnumerable<Entry> Entries(Bench bench)
    {
        int n = bench.Sizes.TenThousand;
        yield return new($"isolation forest, 100 trees of 256, scores of {Sizes.Text(n)} rows, d = {Columns}", () => Score(bench, n));
    }

    private static Operation Score(Bench bench, int n)
    {
        Input<double> rows = bench.Inputs.Get("forest-rows", () => WithOutliers(Draws.Normal(n * Columns, 51), n));
        IsolationForest forest = IsolationForest.Fit<double>(rows.Values, Columns, seed: 1);
        double[] scores = new double[n];
        return new()
        {
            Unit = Unit.Milliseconds,
            Ours = Bench.Ours(
                () =>
                {
                    for (int row = 0; row < n; row++)
                    {
                        scores[row] = forest.Score<double>(rows.Values.AsSpan(row * Columns, Columns));
                    }
                },
                () => [scores[(n / 100)..].Average(), scores[..(n / 100)].Average()]),
            Peers = [bench.Peer("sklearn IsolationForest.score_samples", "forests.score", [rows.File, Bench.Number(Columns), Bench.Number(n / 100)])],
            Tolerance = 0.05,
            Note = "Two forests are never equal: compared are the mean score of ordinary rows and that of planted outliers, within 5 %.",
        };
    }

    // The first rows, one in a hundred, are far out in every column.
    private static double[] WithOutliers(double[] rows, int n)
    {
        for (int i = 0; i < n / 100 * Columns; i++)
        {
            rows[i] += Math.CopySign(Outlying, rows[i]);
        }

        return rows;
    }
}
