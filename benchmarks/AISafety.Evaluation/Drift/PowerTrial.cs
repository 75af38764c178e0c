using System.Text.Json.Nodes;
using AISafety.Statistics;

namespace AISafety.Evaluation.Drift;

/// <summary>How often a change is found in one window, beside the plain test, at equal simulated size.</summary>
internal static class PowerTrial
{
    public static IEnumerable<JsonNode> Marginal(int runs, int seed)
    {
        const int Rows = 1_000;
        foreach ((Shift shift, int n) in ((Shift, int)[])[(Shift.Mean(0.3), 100), (Shift.Mean(0.15), 500), (Shift.Deviation(1.3), 300), (Shift.Deviation(0.8), 300), (Shift.Shape, 100), (Shift.Category(0.1), 150)])
        {
            foreach (int d in (int[])[1, 10])
            {
                double[][] ours = [new double[runs], new double[runs]];
                double[][] plain = [new double[runs], new double[runs]];
                Parallel.For(0, 2 * runs, i =>
                {
                    (int run, int changed) = (i / 2, i % 2);
                    SimulatedStream stream = new(shift, d, IdenticalTrial.Seed(seed, i, n, d, 3));
                    float[] reference = stream.Table(Rows);
                    DriftWatch watch = new(ReferenceProfile.FitRows(stream.Schema, reference), new() { Guarantee = DriftGuarantee.PerLook, WindowRows = n, Seed = run });
                    float[] current = new float[n * d];
                    for (int row = 0; row < n; row++)
                    {
                        stream.Next(changed == 1).CopyTo(current, row * d);
                    }

                    IdenticalTrial.Feed(watch, current, d);
                    ours[changed][run] = Smallest(watch);
                    plain[changed][run] = Enumerable.Range(0, d).Min(j => FixedRules.PValue(FixedRules.Column(reference, d, j), FixedRules.Column(current, d, j), shift.IsCategorical));
                });
                yield return new JsonObject
                {
                    ["table"] = "power, one window",
                    ["shift"] = shift.Name,
                    ["reference"] = Rows,
                    ["window"] = n,
                    ["features"] = d,
                    ["runs"] = runs,
                    ["power"] = AtEqualSize(ours),
                    ["plain test"] = AtEqualSize(plain),
                };
            }
        }
    }

    /// <summary>Only the correlations change: all of them, or one.</summary>
    public static IEnumerable<JsonNode> Correlation(int runs, int seed)
    {
        const int Rows = 1_000;
        foreach ((int d, bool all, double rho, int n) in ((int, bool, double, int)[])
            [(2, true, 0.2, 300), (2, true, 0.24, 300), (5, true, 0.1, 300), (5, true, 0.12, 300), (10, true, 0.06, 500), (5, false, 0.25, 300), (5, false, 0.3, 300), (10, false, 0.3, 300), (10, false, 0.4, 300)])
        {
            double[][] ours = [new double[runs], new double[runs]];
            double[][] covariance = [new double[runs], new double[runs]];
            Parallel.For(0, 2 * runs, i =>
            {
                (int run, int changed) = (i / 2, i % 2);
                Draws draws = new(IdenticalTrial.Seed(seed, i, n, d, all ? 4 : 5));
                float[] reference = Correlated(draws, Rows, d, all, 0);
                float[] current = Correlated(draws, n, d, all, changed == 1 ? rho : 0);
                DriftWatch watch = new(
                    ReferenceProfile.FitRows([.. Enumerable.Range(1, d).Select(static j => $"x{j}")], reference), new() { Guarantee = DriftGuarantee.PerLook, WindowRows = n, Seed = run });
                IdenticalTrial.Feed(watch, current, d);
                ours[changed][run] = Smallest(watch);
                covariance[changed][run] = -CovarianceRatio(reference, current, d);
            });
            yield return new JsonObject
            {
                ["table"] = "power, correlations only",
                ["features"] = d,
                ["pairs"] = all ? "all" : "one",
                ["correlation"] = rho,
                ["reference"] = Rows,
                ["window"] = n,
                ["runs"] = runs,
                ["power"] = AtEqualSize(ours),
                ["covariance test"] = AtEqualSize(covariance),
            };
        }
    }

    /// <summary>The decision as one number: each p-value by its share of the level.</summary>
    private static double Smallest(DriftWatch watch)
    {
        DriftWindow window = watch.LastWindow!;
        IReadOnlyDictionary<DriftLane, double> shares = watch.ExpectedFalseAlarms(1);
        double features = window.Features.Min(static feature => feature.AdjustedPValue) / shares[DriftLane.FeatureWindows];
        return window.Relations is { } relations ? Math.Min(features, relations.PValue / shares[DriftLane.RowWindows]) : features;
    }

    /// <summary>The share of changed runs beyond what one in twenty unchanged ones reaches.</summary>
    private static double AtEqualSize(double[][] values)
    {
        double[] unchanged = [.. values[0].Order()];
        double limit = unchanged[(int)(0.05 * unchanged.Length)];
        return values[1].Count(value => value < limit) / (double)values[1].Length;
    }

    private static float[] Correlated(Draws draws, int rows, int d, bool all, double rho)
    {
        float[] cells = new float[rows * d];
        for (int row = 0; row < rows; row++)
        {
            double common = draws.Normal();
            for (int j = 0; j < d; j++)
            {
                bool shares = all || j < 2;
                cells[(row * d) + j] = (float)(shares ? (Math.Sqrt(rho) * common) + (Math.Sqrt(1 - rho) * draws.Normal()) : draws.Normal());
            }
        }

        return cells;
    }

    /// <summary>The likelihood ratio statistic of equal covariances.</summary>
    private static double CovarianceRatio(float[] x, float[] y, int d)
    {
        CovarianceEstimate a = CovarianceEstimate.Sample<float>(x, d);
        CovarianceEstimate b = CovarianceEstimate.Sample<float>(y, d);
        double[] pooled = new double[d * d];
        for (int i = 0; i < pooled.Length; i++)
        {
            pooled[i] = (((a.Count - 1) * a.Matrix[i]) + ((b.Count - 1) * b.Matrix[i])) / (a.Count + b.Count - 2);
        }

        return ((a.Count + b.Count - 2) * LogDeterminant(pooled, d)) - ((a.Count - 1) * LogDeterminant(a.Matrix.ToArray(), d)) - ((b.Count - 1) * LogDeterminant(b.Matrix.ToArray(), d));
    }

    private static double LogDeterminant(double[] matrix, int d) => Math.Log(MathNet.Numerics.LinearAlgebra.Matrix<double>.Build.Dense(d, d, matrix).Determinant());
}
