using System.Numerics;

namespace AISafety.Statistics.Tests.Kernels;

/// <summary>The operations on floats or doubles, each with its spans taken from a memory.</summary>
internal static class NumberOperations
{
    // The quadratic ones see fewer lengths.
    private const int MostPairs = 70;

    public static IEnumerable<KeyValuePair<string, GuardedOperation>> All<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Dictionary<string, T[]> drawn = KernelInputs.Kinds.ToDictionary(kind => kind, kind => KernelInputs.Draw<T>(kind, KernelInputs.Longest, 1));
        return Description<T>().Concat(Tests<T>()).Concat(Inside<T>()).Select(operation => KeyValuePair.Create<string, GuardedOperation>(
            $"{operation.Name} of {typeof(T).Name}", (memory, kind, length) => operation.Run(memory, drawn[kind][..length])));
    }

    private static IEnumerable<(string Name, Func<IKernelMemory, T[], object> Run)> Description<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        yield return ("Moments", (memory, x) => MomentsKernel.Of<T>(memory.Take<T>(x)));
        yield return ("RobustZ.Max", (memory, x) => RobustZ.Max<T>(memory.Take<T>(x), memory.Take<T>(Reversed(x)), memory.Take<T>(Positive(x))));
        yield return ("RobustZ.IndexOfMax", (memory, x) => RobustZ.IndexOfMax<T>(memory.Take<T>(x), memory.Take<T>(Reversed(x)), memory.Take<T>(Positive(x))));
        foreach (int edgeCount in new[] { 0, 1, 7, 28, 60 })
        {
            BinEdges<T> even = BinEdges<T>.At([.. Enumerable.Range(0, edgeCount).Select(i => T.CreateChecked(i * 0.0625 - 2))]);
            yield return ($"BinEdges.Count at {edgeCount} edges", (memory, x) => Counts(even, memory, x));
        }

        // No grid is fine enough for these: they are searched by halving.
        BinEdges<T> uneven = BinEdges<T>.At([.. Enumerable.Range(0, 170).Select(i => T.CreateChecked(Math.Exp(0.4 * i - 35)))]);
        yield return ("BinEdges.Count at uneven edges", (memory, x) => Counts(uneven, memory, x));

        yield return ("Histogram", (memory, x) =>
        {
            Span<long> counts = memory.Take<long>(new long[3]);
            HistogramResult result = Histogram.Compute<T>(memory.Take<T>(x), memory.Take<T>([-T.One, T.Zero, T.One, T.CreateChecked(3)]), counts);
            return new Written<long>(counts.ToArray(), result);
        }
        );
        yield return ("NumberSort", (memory, x) =>
        {
            Span<T> values = memory.Take<T>(x);
            NumberSort.Ascending(values);
            return new Written<T>(values.ToArray());
        }
        );
        yield return ("Median", (memory, x) => Median.Of<T>(memory.Take<T>(x)));
        yield return ("RobustScale", (memory, x) => RobustScale.Of(memory.Take<T>(x), T.One));
        yield return ("Quantile", (memory, x) => Quantile.Of<T>(memory.Take<T>(x), 0.3));
        yield return ("Quantiles", (memory, x) =>
        {
            Span<T> quantiles = memory.Take<T>(new T[5]);
            int count = Quantile.Of(memory.Take<T>(x), memory.Take<double>([0, 0.01, 0.5, 0.7, 1]), quantiles);
            return new Written<T>(quantiles.ToArray(), count);
        }
        );
        T[] points = KernelInputs.Draw<T>("normal", 9 * KernelInputs.Longest, 3);
        yield return ("NearestNeighbors.Find", (memory, x) =>
        {
            Span<double> distances = memory.Take<double>(new double[4]);
            Span<int> rows = memory.Take<int>(new int[4]);
            NearestNeighbors.Fit<T>(points.AsSpan(0, 9 * x.Length), x.Length).Find<T>(memory.Take<T>(x), distances, rows);
            return new Written<double>(distances.ToArray(), new Written<int>(rows.ToArray()));
        }
        );
        yield return ("NearestNeighbors.Fit", (memory, x) =>
        {
            Span<double> distances = memory.Take<double>(new double[1]);
            NearestNeighbors.Fit<T>(memory.Take<T>(x), 1).Find<T>([T.Zero], distances, new int[1]);
            return distances[0];
        }
        );
        foreach (KeyValuePair<string, Func<IKernelMemory, T[], object>> operation in Distances<T>())
        {
            yield return (operation.Key, operation.Value);
        }

        yield return ("TopProbability", (memory, x) => TopProbability.Of<T>(memory.Take<T>(x)));
    }

    // Prepared for rows of nine values and of any number.
    private static Dictionary<string, Func<IKernelMemory, T[], object>> Distances<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        const int Columns = 9;
        T[] sample = KernelInputs.Draw<T>("normal", 300 * Columns, 6);
        IsolationForest forest = IsolationForest.Fit<T>(sample, Columns, seed: 1, trees: 9, sampleSize: 60);
        Mahalanobis nine = Mahalanobis.Fit(CovarianceEstimate.LedoitWolf<T>(sample, Columns));
        Mahalanobis[] any = [.. Enumerable.Range(1, KernelInputs.Longest).Select(d => Mahalanobis.Fit(CovarianceEstimate.LedoitWolf<double>(Diagonal(d), d)))];
        return new()
        {
            ["IsolationForest.Scores"] = (memory, x) => Rows(memory, x, (rows, scores) => forest.Scores(rows, scores)),
            ["Mahalanobis.SquaredDistances"] = (memory, x) => Rows(memory, x, (rows, squared) => nine.SquaredDistances(rows, squared)),
            ["Mahalanobis.SquaredDistance"] = (memory, x) => x.Length == 0 ? 0.0 : any[x.Length - 1].SquaredDistance<T>(memory.Take<T>(x)),
        };

        static object Rows(IKernelMemory memory, T[] x, RowMeasure<T> measure)
        {
            int count = x.Length / Columns;
            Span<double> results = memory.Take<double>(new double[count]);
            measure(memory.Take<T>(x.AsSpan(0, count * Columns)), results);
            return new Written<double>(results.ToArray());
        }

        // Two rows a column apart from the others: uncorrelated, and cheap to make.
        static double[] Diagonal(int d)
        {
            double[] rows = new double[2 * d * d];
            for (int i = 0; i < d; i++)
            {
                rows[2 * i * d + i] = i + 1;
                rows[(2 * i + 1) * d + i] = -i - 1;
            }

            return rows;
        }
    }

    private static IEnumerable<(string Name, Func<IKernelMemory, T[], object> Run)> Tests<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        SortedSample<T> prepared = SortedSample<T>.Of(KernelInputs.Draw<T>("normal", 3000, 5));
        yield return ("SortedSample", (memory, x) => new Written<T>(SortedSample<T>.Of(memory.Take<T>(x)).Ascending.ToArray()));
        yield return ("KolmogorovSmirnov", (memory, x) => KolmogorovSmirnov.Compute<T>(memory.Take<T>(x), memory.Take<T>(Moved(x)), PValueMethod.Asymptotic));
        yield return ("KolmogorovSmirnov, prepared", (memory, x) => KolmogorovSmirnov.Compute<T>(prepared, memory.Take<T>(x), PValueMethod.Asymptotic));
        yield return ("Wasserstein", (memory, x) => Wasserstein.Of<T>(memory.Take<T>(x), memory.Take<T>(Moved(x))));
        yield return ("Wasserstein, prepared", (memory, x) => Wasserstein.Of<T>(prepared, memory.Take<T>(x)));
        yield return ("EnergyDistance", (memory, x) => EnergyDistance.Of<T>(memory.Take<T>(x), memory.Take<T>(Moved(x))));
        yield return ("MannWhitney", (memory, x) => MannWhitney.Compute<T>(memory.Take<T>(x), memory.Take<T>(Moved(x)), PValueMethod.Asymptotic));
        yield return ("AndersonDarling", (memory, x) => AndersonDarling.Compute<T>(memory.Take<T>(x), memory.Take<T>(Moved(x))).Statistic);
        yield return ("CramerVonMises", (memory, x) => CramerVonMises.Compute<T>(memory.Take<T>(x), memory.Take<T>(Moved(x)), CramerVonMisesMethod.Asymptotic).Statistic);
        yield return ("WelchT", (memory, x) => WelchT.Compute<T>(memory.Take<T>(x), memory.Take<T>(Moved(x))));
        yield return ("Levene", (memory, x) => Levene.Compute<T>(memory.Take<T>(x), memory.Take<T>(Moved(x))));
        yield return ("MaximumMeanDiscrepancy", (memory, x) => x.Length is 0 or > MostPairs
            ? 0.0
            : MaximumMeanDiscrepancy.Compute<T>(memory.Take<T>(x), memory.Take<T>(Moved(x)), permutations: 3));
    }

    // Kernels that write to a span of their caller's, which the operations rent for them.
    private static IEnumerable<(string Name, Func<IKernelMemory, T[], object> Run)> Inside<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Assert.That(MonotoneGrid.TryCreate(-1, 1, 256, out MonotoneGrid grid), Is.True);
        ReferenceCells<T> cells = ReferenceCells<T>.TryCreate([.. KernelInputs.Draw<T>("normal", 3000, 5).Order()], 256, 0.0005)!;
        yield return ("MonotoneGrid", (memory, x) =>
        {
            Span<int> target = memory.Take<int>(new int[x.Length]);
            grid.Map<T>(memory.Take<T>(x), target);
            return new Written<int>(target.ToArray());
        }
        );
        yield return ("Present", (memory, x) => new Written<T>(Present.Copy(memory.Take<T>(x), memory.Take<T>(new T[x.Length])).ToArray()));
        yield return ("ReferenceCells", (memory, x) => cells.Compare(memory.Take<T>(x)));
        yield return ("AreaBetweenSteps", (memory, x) => x.Length == 0 || T.IsNaN(x.Min())
            ? 0.0
            : AreaBetweenSteps.Of<T>(memory.Take<T>([.. x.Order()]), memory.Take<T>([.. x[(x.Length / 3)..].Order()])));
    }

    private static object Counts<T>(BinEdges<T> bins, IKernelMemory memory, T[] x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Span<long> counts = memory.Take<long>(new long[bins.BinCount]);
        long missing = bins.Count(memory.Take<T>(x), counts);
        return new Written<long>(counts.ToArray(), missing);
    }

    private static T[] Positive<T>(T[] x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Array.ConvertAll(x, value => T.Abs(value) + T.One);

    private static T[] Moved<T>(T[] x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Array.ConvertAll(x, value => value + T.One);

    private static T[] Reversed<T>(T[] x) => [.. Enumerable.Reverse(x)];

    private delegate void RowMeasure<T>(ReadOnlySpan<T> rows, Span<double> results);
}
