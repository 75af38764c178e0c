using System.Text.Json.Nodes;
using AISafety.Statistics;

namespace AISafety.Evaluation.Verbs;

/// <summary>Tests and distances of two samples. Inputs of a case: <c>reference</c> and <c>current</c>, or <c>reference_counts</c> and <c>current_counts</c>;
/// every other key but names says what to compute, and a key that is not known comes out null.</summary>
internal sealed class TwoSampleVerb : IVerb
{
    private const int Deciles = 10;

    public string Name => "two-sample";

    public string Help => "FILE as conformance/stats/two_sample.json: its tree with every result computed here";

    public void Run(VerbArguments arguments, VerbOutput output)
    {
        JsonObject tree = JsonNode.Parse(File.ReadAllText(arguments.File)) as JsonObject
            ?? throw new BadFileException("The file is not an object; expected the keys 'continuous' and 'categorical'.");
        foreach ((string key, JsonNode? list) in tree.ToArray())
        {
            if (list is JsonArray cases)
            {
                for (int i = 0; i < cases.Count; i++)
                {
                    RunCase(cases[i] as JsonObject ?? throw new BadFileException($"{key}[{i}] is not an object."), $"{key}[{i}]");
                }
            }
            else if (key == "oracle")
            {
                tree[key] = "AISafety.Statistics";
            }
        }

        output.WriteTree(tree);
    }

    private static void RunCase(JsonObject test, string path)
    {
        Func<string, JsonNode?> result = test.ContainsKey("reference_counts")
            ? OfCounts(Numbers<long>(test, "reference_counts", path), Numbers<long>(test, "current_counts", path))
            : OfValues(Numbers<double>(test, "reference", path), Numbers<double>(test, "current", path), test["bins"]?["rule"]);
        foreach (string key in test.Select(member => member.Key).ToArray())
        {
            if (key is "name" or "reference" or "current" or "categories" || key.EndsWith("_counts", StringComparison.Ordinal))
            {
                continue;
            }

            try
            {
                test[key] = result(key);
            }
            catch (ArgumentException exception)
            {
                throw new BadFileException($"{path}.{key}: {exception.Message}", exception);
            }
        }
    }

    private static Func<string, JsonNode?> OfValues(double[] reference, double[] current, JsonNode? rule)
    {
        double[] edges = DistinctDeciles(reference);
        BinnedSample<double> binned = BinnedSample<double>.Of(reference, BinEdges<double>.At(edges.AsSpan(1, Math.Max(0, edges.Length - 2))));
        SortedSample<double> sorted = SortedSample<double>.Of(reference);
        return key => key switch
        {
            "ks_asymptotic" => Pair(KolmogorovSmirnov.Compute<double>(sorted, current, PValueMethod.Asymptotic)),
            "ks_exact" => Pair(KolmogorovSmirnov.Compute<double>(sorted, current, PValueMethod.Exact)),
            "mannwhitney_two_sided_asymptotic" => Pair(MannWhitney.Compute<double>(sorted, current, PValueMethod.Asymptotic)),
            "cramervonmises_asymptotic" => Pair(CramerVonMises.Compute<double>(sorted, current, CramerVonMisesMethod.AsymptoticSeries)),
            "welch_t" => Welch(WelchT.Compute<double>(reference, current)),
            "levene_median" => Pair(Levene.Compute<double>(reference, current)),
            "anderson_ksamp_statistic" => Number(AndersonDarling.Compute<double>(sorted, current).Statistic),
            "wasserstein_1" => Number(Wasserstein.Of<double>(sorted, current)),
            "energy_distance" => Number(EnergyDistance.Of<double>(sorted, current)),
            "bins" => Bins(binned, edges, current, rule),
            "psi_natural_log_floor_1e4" => Number(PopulationStabilityIndex.Of(binned, current)),
            "kl_cur_vs_ref_floor_1e4" => Number(KullbackLeibler.FromReference(binned, current, PopulationStabilityIndex.DefaultFloor)),
            "js_distance_base2" => Number(JensenShannonDistance.Of(binned, current)),
            "hellinger" => Number(HellingerDistance.Of(binned, current)),
            "rbf_median_heuristic_sigma" => Number(MedianHeuristic.Of<double>(reference, current)),
            "mmd2_unbiased_rbf" => Number(MaximumMeanDiscrepancy.Compute<double>(reference, current).Statistic),
            "ks_vs_normal_ref" => Fit(KolmogorovSmirnovFit.ComputeNormal<double>(reference)),
            _ => null,
        };
    }

    private static Func<string, JsonNode?> OfCounts(long[] reference, long[] current) => key => key switch
    {
        "chi2" => Table(ChiSquareTest.Compute<long>(reference, current)),
        "g_test" => Table(GTest.Compute<long>(reference, current)),
        "cramers_v" => Number(ChiSquareTest.Compute<long>(reference, current).CramersV),
        "total_variation" => Number(TotalVariation.Of<long>(reference, current)),
        "js_distance_base2" => Number(JensenShannonDistance.Of<long>(reference, current)),
        "fisher_exact" when reference.Length == 2 && current.Length == 2 =>
            Fisher(FisherExact.Compute(reference[0], reference[1], current[0], current[1])),
        _ => null,
    };

    private static JsonObject Pair(TwoSampleResult test) => Pair(test.Statistic, test.PValue);

    private static JsonObject Welch(WelchTResult test) => Pair(test.Statistic, test.PValue);

    private static JsonObject Fit(FitResult test) => Pair(test.Statistic, test.PValue);

    private static JsonObject Pair(double statistic, double p) => new() { ["statistic"] = Number(statistic), ["pvalue"] = Number(p) };

    private static JsonObject Table(ContingencyResult test)
    {
        JsonObject result = Pair(test.Statistic, test.PValue);
        result["dof"] = test.DegreesOfFreedom;
        return result;
    }

    private static JsonObject Fisher(FisherExactResult test) => new() { ["odds_ratio"] = Number(test.OddsRatio), ["pvalue"] = Number(test.PValue) };

    // The file's rule: the distinct deciles of the reference; what lies outside them belongs to the outer bins, the last of which is closed.
    private static double[] DistinctDeciles(double[] reference)
    {
        double[] deciles = new double[Deciles + 1];
        Quantile.Of<double>(reference, [.. Enumerable.Range(0, Deciles + 1).Select(i => Math.Min(1, i * (1.0 / Deciles)))], deciles);
        return [.. deciles.Distinct()];
    }

    private static JsonObject Bins(BinnedSample<double> binned, double[] edges, double[] current, JsonNode? rule) => new()
    {
        ["rule"] = rule?.DeepClone(),
        ["edges"] = new JsonArray([.. edges.Select(edge => Number(edge))]),
        ["ref_counts"] = Counts(binned),
        ["cur_counts"] = Counts(BinnedSample<double>.Of(current, binned.Bins)),
    };

    private static JsonArray Counts(BinnedSample<double> sample) => new([.. sample.Counts.ToArray().Select(count => JsonValue.Create(count))]);

    // JSON has no infinity and no NaN.
    private static JsonValue? Number(double value) => double.IsFinite(value) ? JsonValue.Create(value) : null;

    private static T[] Numbers<T>(JsonObject test, string key, string path)
        where T : struct
    {
        try
        {
            return [.. (test[key] as JsonArray ?? throw new BadFileException($"{path}.{key} is missing or not a list.")).Select(number => number!.GetValue<T>())];
        }
        catch (Exception exception) when (exception is InvalidOperationException or FormatException or NullReferenceException)
        {
            throw new BadFileException($"{path}.{key} holds something that is not a number.", exception);
        }
    }
}
