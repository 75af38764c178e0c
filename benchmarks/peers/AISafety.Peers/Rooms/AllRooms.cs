namespace AISafety.Peers.Rooms;

/// <summary>Every operation, in the order of the report.</summary>
internal static class AllRooms
{
    public static IEnumerable<Entry> Entries(Bench bench) =>
    [
        .. BinCounts.Entries(bench),
        .. Categories.Entries(bench),
        .. MomentSums.Entries(bench),
        .. Sorting.Entries(bench),
        .. Quantiles.Entries(bench),
        .. StabilityIndex.Entries(bench),
        .. KolmogorovGaps.Entries(bench),
        .. MassTransport.Entries(bench),
        .. RankTests.Entries(bench),
        .. MeanDiscrepancy.Entries(bench),
        .. GroupConfusion.Entries(bench),
        .. GroupFairness.Entries(bench),
        .. Ranking.Entries(bench),
        .. Probabilities.Entries(bench),
        .. Covariances.Entries(bench),
        .. Neighbors.Entries(bench),
        .. Forests.Entries(bench),
        .. Outliers.Entries(bench),
        .. Streams.Entries(bench),
        .. Attacks.Entries(bench),
    ];
}
