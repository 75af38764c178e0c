using AISafety.Statistics;

namespace AISafety.Drift;

/// <summary>Compares the last rows with the reference at each look, and decides over all features together.</summary>
internal sealed class WindowLane
{
    // Of fewer rows nothing can be said of relations.
    private const int LeastRows = 10;

    private readonly ReferenceProfile _profile;
    private readonly DriftOptions _options;
    private readonly LaneBudget _budget;
    private readonly FeatureReference[] _features;
    private readonly RowLook _rows;
    private readonly float[] _scratch;
    private readonly bool[] _alarmed = new bool[Enum.GetValues<DriftLane>().Length];
    private long _look;

    public WindowLane(ReferenceProfile profile, DriftOptions options, LaneBudget budget, RowLook rows, FeatureReference[] features, int capacity)
    {
        (_profile, _options, _budget, _rows, _features) = (profile, options, budget, rows, features);
        _scratch = new float[capacity];
    }

    /// <summary>Looks at the last rows.</summary>
    /// <param name="recent">The rows.</param>
    /// <param name="count">How many of them are the window.</param>
    /// <param name="since">How many have come since the last look.</param>
    public DriftWindow Look(RecentRows recent, int count, long since)
    {
        _look++;
        FeatureDrift[] found = new FeatureDrift[_features.Length];
        Compare(recent, count, since, DriftLane.FeatureWindows, 0, _profile.InputCount, found);
        Compare(recent, count, since, DriftLane.OutputWindows, _profile.InputCount, _features.Length, found);
        List<DriftAlarm> alarms = [];
        long first = recent.Count - count;
        AddAlarm(alarms, DriftLane.FeatureWindows, found.AsSpan(0, _profile.InputCount), first, recent.Count - 1, since);
        AddAlarm(alarms, DriftLane.OutputWindows, found.AsSpan(_profile.InputCount), first, recent.Count - 1, since);
        (RelationDrift? relations, RowDrift[] rows) = Rows(recent, count, since, alarms);
        return new(_look, first, count, found, alarms) { Relations = relations, Rows = rows };
    }

    private void Compare(RecentRows recent, int count, long since, DriftLane lane, int from, int to, FeatureDrift[] found)
    {
        if (from == to)
        {
            return;
        }

        double level = LevelOf(lane, since);
        double[] p = new double[to - from];
        for (int i = from; i < to; i++)
        {
            ReadOnlySpan<float> values = lane == DriftLane.OutputWindows ? recent.LastAnswered(i, count, _scratch) : recent.Last(i, count, _scratch);
            found[i] = values.Length >= Math.Min(count, DriftWatch.LeastWindow)
                ? _features[i].Compare(values, level)
                : new(_profile.Features[i].Feature.Name, _features[i].Metric, double.NaN, 1) { Upper = double.NaN };
            p[i - from] = found[i].PValue;
        }

        Adjust(p);
        for (int i = from; i < to; i++)
        {
            FeatureDrift one = found[i];
            bool drifted = _options.Cutoffs.TryGetValue(one.Metric, out double cutoff)
                ? one.Distance > cutoff
                : p[i - from] <= level && one.Upper >= one.Tolerance;
            found[i] = one with { AdjustedPValue = p[i - from], IsDrifted = drifted };
        }
    }

    private void Adjust(double[] p)
    {
        switch (_options.Testing)
        {
            case MultipleTesting.BenjaminiYekutieli:
                BenjaminiYekutieli.Adjust(p, p);
                break;
            case MultipleTesting.Bonferroni:
                Bonferroni.Adjust(p, p);
                break;
            default:
                BenjaminiHochberg.Adjust(p, p);
                break;
        }
    }

    private void AddAlarm(List<DriftAlarm> alarms, DriftLane lane, ReadOnlySpan<FeatureDrift> found, long first, long last, long since)
    {
        FeatureDrift[] drifted = [.. found.ToArray().Where(static one => one.IsDrifted).OrderBy(static one => one.PValue).ThenByDescending(static one => one.Distance)];
        bool continues = _alarmed[(int)lane];
        _alarmed[(int)lane] = drifted.Length > 0;
        if (drifted.Length == 0 || !_budget.IsOn(lane))
        {
            return;
        }

        alarms.Add(new(lane, last, "p-value", drifted[0].AdjustedPValue, LevelOf(lane, since))
        {
            LikelyStart = first,
            EarliestStart = first,
            LatestStart = last,
            Guarantee = _options.Guarantee,
            IsMaterial = drifted.Any(static one => one.IsMaterial),
            IsContinuing = continues,
            Drivers = [.. drifted.Take(DriftWatch.MostDrivers).Select(static one =>
                new AlertDriver(one.Feature, MetricNames.Of(one.Metric), one.Distance, one.Threshold) { Histograms = one.Histograms })],
        });
    }

    private (RelationDrift? Relations, RowDrift[] Rows) Rows(RecentRows recent, int count, long since, List<DriftAlarm> alarms)
    {
        if (!_rows.IsOn || count < LeastRows)
        {
            return (null, []);
        }

        double level = LevelOf(DriftLane.RowWindows, since) / _rows.Count;
        RelationDrift? relations = _rows.Relations?.Compare(recent, count, level);
        RowDrift[] rows = [.. _rows.Tests.Select(test => test(recent, count, level))];
        List<AlertDriver> drivers = [];
        if (relations is { IsDrifted: true })
        {
            drivers.Add(new($"{relations.First} with {relations.Second}", "correlation-change", relations.CurrentCorrelation - relations.ReferenceCorrelation, RelationTest.Tolerance));
        }

        drivers.AddRange(rows.Where(static row => row.IsDrifted).Select(static row => new AlertDriver("whole rows", MetricNames.Of(row.Metric), row.Distance, double.NaN)));
        bool continues = _alarmed[(int)DriftLane.RowWindows];
        _alarmed[(int)DriftLane.RowWindows] = drivers.Count > 0;
        if (drivers.Count > 0 && _budget.IsOn(DriftLane.RowWindows))
        {
            double least = rows.Select(static row => row.PValue).Append(relations?.PValue ?? 1).Min();
            alarms.Add(new(DriftLane.RowWindows, recent.Count - 1, "p-value", least, level)
            {
                LikelyStart = recent.Count - count,
                EarliestStart = recent.Count - count,
                LatestStart = recent.Count - 1,
                Guarantee = _options.Guarantee,
                IsContinuing = continues,
                Drivers = drivers,
            });
        }

        return (relations, rows);
    }

    // A lane that is off still says how things are, at the usual level.
    private double LevelOf(DriftLane lane, long since) => _budget.IsOn(lane) ? _budget.Level(lane, _look, since) : 0.05;
}
