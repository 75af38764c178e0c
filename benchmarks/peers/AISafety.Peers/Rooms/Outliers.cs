using System.Globalization;
using AISafety.Statistics;

namespace AISafety.Peers.Rooms;

/// <summary>Outlier detectors fitted and asked in one run, and how well they tell classes that were held apart from the others.</summary>
internal static class Outliers
{
    private const int Columns = 20;
    private const double Outlying = 3;
    private const int Nearest = 10;
    private const int Seeds = 20;

    public static IEnumerable<Entry> Entries(Bench bench)
    {
        int n = 10 * bench.Sizes.TenThousand;
        string size = $"{Sizes.Text(n)} x {Columns}";
        yield return new($"isolation forest, 100 trees of 256: fit {size} floats and score them", () => Forest(bench, n));
        yield return new($"Mahalanobis with Ledoit-Wolf: fit {size} doubles and score them", () => Distances(bench, n));
        yield return new($"mean distance of {Nearest} nearest: keep {Sizes.Text(n / 50)} of {size} floats and score {Sizes.Text(n / 10)}", () => Neighbors(bench, n / 10, n / 50));
        foreach (string name in new[] { "digits", "wine" })
        {
            yield return new($"AUC of an isolation forest, each class of {name} held apart, mean over classes and {Seeds} seeds", () => ForestAreas(bench, name));
            yield return new($"AUC of Mahalanobis with Ledoit-Wolf, each class of {name} held apart", () => DistanceAreas(bench, name));
        }
    }

    private static Operation Forest(Bench bench, int n)
    {
        Input<float> rows = bench.Inputs.Get("outlier-rows", () => WithOutliers(Draws.Floats(Draws.Normal(n * Columns, 52)), n));
        double[] scores = new double[n];
        return new()
        {
            Unit = Unit.Milliseconds,
            Ours = Bench.Ours(
                () => IsolationForest.Fit<float>(rows.Values, Columns, seed: 1).Scores<float>(rows.Values, scores),
                () => [scores[(n / 100)..].Average(), scores[..(n / 100)].Average()]),
            Peers = [bench.Peer("sklearn IsolationForest, fit and score_samples", "outliers.forest", [rows.File, Bench.Number(Columns), Bench.Number(n / 100)])],
            Tolerance = 0.05,
            Target = new(Times: 5),
            Note = "Two forests are never equal: compared are the mean score of ordinary rows and that of planted outliers, within 5 %.",
        };
    }

    private static Operation Distances(Bench bench, int n)
    {
        Input<double> rows = bench.Normal(n * Columns, 53);
        double[] squared = new double[n];
        string[] arguments = [rows.File, Bench.Number(Columns)];
        return new()
        {
            Unit = Unit.Milliseconds,
            Ours = Bench.Ours(
                () => Mahalanobis.Fit(CovarianceEstimate.LedoitWolf<double>(rows.Values, Columns)).SquaredDistances<double>(rows.Values, squared),
                () => Summary(squared)),
            Peers =
            [
                bench.Peer("sklearn LedoitWolf, fit and mahalanobis", "outliers.mahalanobis", arguments),
                bench.HandWritten("sklearn's fit and one matrix product", "outliers.mahalanobis_by_product", arguments),
            ],
            Tolerance = 1e-6,
            Target = new(Times: 5),
            Limit = new(2.0 * rows.Values.Length * sizeof(double), (double)rows.Values.Length * (Columns + 1) * sizeof(double)),
            Note = "Limit: two multiply-adds in double for each row and pair of columns.",
        };
    }

    private static Operation Neighbors(Bench bench, int n, int points)
    {
        Input<float> rows = bench.NormalFloats(n * Columns, 54);
        double[] means = new double[n];
        double[] distances = new double[Nearest];
        int[] places = new int[Nearest];
        return new()
        {
            Unit = Unit.Milliseconds,
            Ours = Bench.Ours(
                () =>
                {
                    NearestNeighbors kept = NearestNeighbors.Fit<float>(rows.Values.AsSpan(0, points * Columns), Columns);
                    for (int row = 0; row < n; row++)
                    {
                        kept.Find<float>(rows.Values.AsSpan(row * Columns, Columns), distances, places);
                        means[row] = distances.Average();
                    }
                },
                () => Summary(means)),
            Peers = [bench.Peer("sklearn NearestNeighbors, brute force", "outliers.neighbors", [rows.File, Bench.Number(Columns), Bench.Number(points), Bench.Number(Nearest)])],
            Tolerance = 1e-2,
            Note = "Ours takes one row at a time, as a guard does.",
        };
    }

    private static Operation ForestAreas(Bench bench, string name)
    {
        HeldApart data = HeldApart.Of(bench, name);
        Func<double[]> areas = () => data.Areas((fitting, judged) =>
            [.. Enumerable.Range(0, Seeds).Select(seed =>
            {
                double[] scores = new double[judged.Length / data.Columns];
                IsolationForest.Fit<double>(fitting, data.Columns, seed).Scores<double>(judged, scores);
                return scores;
            })]);
        return Detection(bench, areas, "sklearn IsolationForest", "outliers.forest_auc", [.. data.Arguments, Bench.Number(Seeds)], answer => [answer.Average()]);
    }

    private static Operation DistanceAreas(Bench bench, string name)
    {
        HeldApart data = HeldApart.Of(bench, name);
        Func<double[]> areas = () =>
        [
            .. data.Areas((fitting, judged) => [Scores(CovarianceEstimate.LedoitWolf<double>(fitting, data.Columns), judged)]),
            .. data.Areas((fitting, judged) => [Scores(CovarianceEstimate.StandardizedLedoitWolf<double>(fitting, data.Columns), judged)]),
        ];
        return Detection(bench, areas, "sklearn LedoitWolf, as it is and after StandardScaler", "outliers.mahalanobis_auc", data.Arguments, answer => answer);
    }

    private static Operation Detection(Bench bench, Func<double[]> areas, string peer, string function, string[] arguments, Func<double[], double[]> summary)
    {
        double[] answer = areas();
        return new()
        {
            Unit = Unit.Milliseconds,
            IsTimedOnce = true,
            Ours = Bench.Ours(() => answer = areas(), () => summary(answer)),
            Peers = [bench.Peer(peer, function, arguments)],
            Tolerance = 0.01,
            Note = string.Create(CultureInfo.InvariantCulture, $"Within 1 %; one forest's area for one class varies by some 0.04 from seed to seed. Ours, class by class: {string.Join(", ", answer.Select(area => area.ToString("f3", CultureInfo.InvariantCulture)))}. Timed once, all together."),
        };
    }

    private static double[] Scores(CovarianceEstimate estimate, double[] judged)
    {
        double[] squared = new double[judged.Length / estimate.Columns];
        Mahalanobis.Fit(estimate).SquaredDistances<double>(judged, squared);
        return squared;
    }

    private static double[] Summary(double[] scores)
    {
        int step = Math.Max(1, scores.Length / 1000);
        return [scores.Average(), Median.Of<double>(scores), .. Enumerable.Range(0, (scores.Length + step - 1) / step).Select(i => scores[i * step])];
    }

    // The first rows, one in a hundred, are far out in every column.
    private static float[] WithOutliers(float[] rows, int n)
    {
        for (int i = 0; i < n / 100 * Columns; i++)
        {
            rows[i] += MathF.CopySign((float)Outlying, rows[i]);
        }

        return rows;
    }
}
