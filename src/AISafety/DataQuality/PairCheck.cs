using System.Globalization;
using AISafety.Statistics;

namespace AISafety.DataQuality;

/// <summary>Watches the strongly correlated pairs of numeric features.</summary>
/// <remarks>Values are measured in standard deviations of the reference and taken to +-3, so that single far values neither make nor break a correlation.</remarks>
internal sealed class PairCheck
{
    private const int MostPairs = 50;
    private const int MostFeatures = 200;
    private const int LeastRows = 50;
    private const double Bound = 3;
    private const string Metric = "correlation";

    private readonly List<(int First, int Second, PairCorrelation Reference)> _pairs = [];
    private readonly FeatureBaseline[] _features;
    private readonly DataQualityOptions _options;

    public PairCheck(ReferenceProfile profile, FeatureBaseline[] features, DataQualityOptions options)
    {
        (_features, _options) = (features, options);
        int[] numeric = [.. Enumerable.Range(0, features.Length).Where(i => features[i].IsNumber && features[i].Varies).Take(MostFeatures)];
        double[][] scores = [.. numeric.Select(i => Scores(i, profile.SampleColumn(i)))];
        for (int i = 0; i < numeric.Length; i++)
        {
            for (int j = i + 1; j < numeric.Length; j++)
            {
                PairCorrelation found = PairCorrelation.Of(scores[i], scores[j]);
                if (found.Count >= LeastRows && Math.Abs(found.Correlation) >= options.StrongCorrelation)
                {
                    _pairs.Add((numeric[i], numeric[j], found));
                }
            }
        }

        _pairs.Sort(static (a, b) => Math.Abs(b.Reference.Correlation).CompareTo(Math.Abs(a.Reference.Correlation)) is var order && order != 0 ? order : (a.First, a.Second).CompareTo((b.First, b.Second)));
        if (_pairs.Count > MostPairs)
        {
            _pairs.RemoveRange(MostPairs, _pairs.Count - MostPairs);
        }
    }

    public int Count => _pairs.Count;

    /// <param name="columns">The window, column by column.</param>
    /// <param name="rows">How many rows it has.</param>
    /// <param name="level">The level of one pair.</param>
    /// <param name="judgement">What is found, or is not; pairs with a feature of which a unit is wrong already are passed over.</param>
    public void Judge(float[][] columns, int rows, double level, QualityJudgement judgement)
    {
        HashSet<string?> explained = [.. judgement.Findings.Where(static finding => finding.Check == DataQualityCheck.Unit).Select(static finding => finding.Feature)];
        Dictionary<int, double[]> scores = [];
        foreach ((int first, int second, PairCorrelation reference) in _pairs)
        {
            string a = _features[first].Name;
            string b = _features[second].Name;
            PairCorrelation now = PairCorrelation.Of(Of(first), Of(second));
            double weaker = Math.Sign(reference.Correlation) * (reference.Correlation - now.Correlation);
            if (now.Count < LeastRows || double.IsNaN(weaker) || explained.Contains(a) || explained.Contains(b))
            {
                continue;
            }

            string pair = $"{a} with {b}";
            bool isThere = weaker >= _options.CorrelationTolerance;
            double p = isThere ? reference.PValue(now) : 1;
            if (p <= level)
            {
                string message = string.Create(CultureInfo.InvariantCulture, $"'{a}' and '{b}' were correlated by {reference.Correlation:F2} in the reference, now by {now.Correlation:F2}.");
                judgement.Findings.Add(new(DataQualityCheck.Correlation, pair, Metric, now.Correlation, reference.Correlation - (Math.Sign(reference.Correlation) * _options.CorrelationTolerance), message) { PValue = p, Level = level });
            }
            else if (!isThere)
            {
                judgement.NotFound(DataQualityCheck.Correlation, pair, Metric);
            }
        }

        double[] Of(int feature)
        {
            if (!scores.TryGetValue(feature, out double[]? found))
            {
                scores[feature] = found = Scores(feature, columns[feature].AsSpan(0, rows));
            }

            return found;
        }
    }

    private double[] Scores(int feature, ReadOnlySpan<float> column)
    {
        float[] finite = [.. _features[feature].Present.Where(float.IsFinite)];
        Moments moments = Moments.Of(finite);
        (double mean, double deviation) = (moments.Mean, moments.StandardDeviation);
        double[] scores = new double[column.Length];
        for (int i = 0; i < scores.Length; i++)
        {
            scores[i] = float.IsFinite(column[i]) && deviation > 0 ? Math.Clamp((column[i] - mean) / deviation, -Bound, Bound) : double.NaN;
        }

        return scores;
    }
}
