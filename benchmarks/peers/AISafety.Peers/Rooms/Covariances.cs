using AISafety.Statistics;

namespace AISafety.Peers.Rooms;

/// <summary>Covariance of a table's columns, shrunk or not, and the Mahalanobis distance by it.</summary>
internal static class Covariances
{
    private const int Columns = 50;

    public static IEnumerable<Entry> Entries(Bench bench)
    {
        int n = bench.Sizes.TenThousand;
        string size = $"{Sizes.Text(n)} rows, d = {Columns}";
        yield return new($"covariance, {size}", () => Sample(bench, bench.Normal(n * Columns, 31)));
        yield return new($"Ledoit-Wolf covariance, {size}", () => Shrunk(bench, bench.Normal(n * Columns, 31)));
        yield return new($"Mahalanobis, {size}", () => Distances(bench, bench.Normal(n * Columns, 31), n));
    }

    private static Operation Sample(Bench bench, Input<double> rows)
    {
        CovarianceEstimate? estimate = null;
        return new()
        {
            Unit = Unit.Milliseconds,
            Ours = Bench.Ours(() => estimate = CovarianceEstimate.Sample<double>(rows.Values, Columns), () => estimate!.Matrix.ToArray()),
            Peers = [bench.Peer("np.cov", "covariance.sample", [rows.File, Bench.Number(Columns)])],
            Tolerance = 1e-8,
            Limit = Products(rows),
            Note = "Limit: a multiply-add in double for each row and pair of columns.",
        };
    }

    private static Operation Shrunk(Bench bench, Input<double> rows)
    {
        CovarianceEstimate? estimate = null;
        return new()
        {
            Unit = Unit.Milliseconds,
            Ours = Bench.Ours(() => estimate = CovarianceEstimate.LedoitWolf<double>(rows.Values, Columns), () => [estimate!.Shrinkage, .. estimate.Matrix.ToArray()]),
            Peers = [bench.Peer("sklearn ledoit_wolf", "covariance.ledoit_wolf", [rows.File, Bench.Number(Columns)])],
            Tolerance = 1e-8,
            Limit = Products(rows),
        };
    }

    private static Operation Distances(Bench bench, Input<double> rows, int n)
    {
        CovarianceEstimate estimate = CovarianceEstimate.Sample<double>(rows.Values, Columns);
        Mahalanobis prepared = Mahalanobis.Fit(estimate);
        double[] squared = new double[n];
        string[] arguments = [rows.File, Bench.Number(Columns)];
        return new()
        {
            Unit = Unit.Milliseconds,
            Ours = Bench.Ours(
                () =>
                {
                    for (int row = 0; row < squared.Length; row++)
                    {
                        squared[row] = prepared.SquaredDistance<double>(rows.Values.AsSpan(row * Columns, Columns));
                    }
                },
                () => squared),
            Peers =
            [
                bench.Peer("sklearn EmpiricalCovariance.mahalanobis", "covariance.mahalanobis", arguments),
                bench.HandWritten("one matrix product", "covariance.mahalanobis_by_product", arguments),
                bench.Peer("SciPy cdist", "covariance.mahalanobis_by_cdist", arguments),
            ],
            Note = "Ours takes one row at a time, as a guard does; the peers take the whole table.",
        };
    }

    private static Limit Products(Input<double> rows) => new((double)rows.Values.Length * sizeof(double), (double)rows.Values.Length * (Columns + 1) / 2 * sizeof(double));
}
