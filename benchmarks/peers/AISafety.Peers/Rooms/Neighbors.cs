using AISafety.Statistics;

namespace AISafety.Peers.Rooms;

/// <summary>The nearest neighbours of points among a reference set.</summary>
internal static class Neighbors
{
    private const int Nearest = 10;

    public static IEnumerable<Entry> Entries(Bench bench)
    {
        int points = bench.Sizes.TenThousand;
        int queries = bench.Sizes.Thousand;
        foreach (int columns in new[] { 3, 20, 100 })
        {
            yield return new($"{Nearest} nearest of {Sizes.Text(points)} points, d = {columns}, {Sizes.Text(queries)} queries", () => Find(bench, points, queries, columns));
        }
    }

    private static Operation Find(Bench bench, int points, int queries, int columns)
    {
        Input<double> reference = bench.Normal(points * columns, 41);
        Input<double> asked = bench.Normal(queries * columns, 42);
        NearestNeighbors prepared = NearestNeighbors.Fit<double>(reference.Values, columns);
        double[] distances = new double[queries * Nearest];
        int[] rows = new int[queries * Nearest];
        string[] arguments = [reference.File, asked.File, Bench.Number(columns), Bench.Number(Nearest)];
        return new()
        {
            Unit = Unit.Milliseconds,
            Ours = Bench.Ours(
                () =>
                {
                    for (int query = 0; query < queries; query++)
                    {
                        prepared.Find<double>(
                            asked.Values.AsSpan(query * columns, columns), distances.AsSpan(query * Nearest, Nearest), rows.AsSpan(query * Nearest, Nearest));
                    }
                },
                () => distances),
            Peers =
            [
                bench.Peer("sklearn NearestNeighbors, brute force", "neighbors.brute", arguments),
                bench.Peer("sklearn NearestNeighbors, kd tree", "neighbors.kd_tree", arguments),
                bench.Peer("scipy cKDTree", "neighbors.ckd_tree", arguments),
            ],
            Tolerance = 1e-6,
            Note = "Ours takes one query at a time and looks at all points; the peers take all queries at once, and trees look at few points where d is small.",
        };
    }
}
