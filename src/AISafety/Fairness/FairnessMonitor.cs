using AISafety.Statistics;

namespace AISafety.Fairness;

/// <summary>Watches how far groups differ in what is decided about them and, as outcomes come, in how right that was.</summary>
internal sealed class FairnessMonitor : ISafetyMonitor, IBoundsFalseAlarms
{
    private readonly FairnessColumns _columns;
    private readonly FairnessMonitoringOptions _options;
    private readonly FairnessReadings? _readings;
    private readonly FairnessAlert _alert;
    private readonly FairnessCriterion[] _ofDecisions;
    private readonly FairnessCriterion[] _ofLabels;
    private readonly GroupTally _decisions;
    private readonly GroupTally _labelled;
    private readonly StratumTally? _strata;

    public FairnessMonitor(FairnessColumns columns, FairnessMonitoringOptions options, FairnessReadings? readings)
    {
        (_columns, _options, _readings) = (columns, options, readings);
        _alert = new(columns, options);
        FairnessCriterion[] criteria = [.. options.Criteria.Concat(options.Limits.Select(static limit => limit.Criterion)).Distinct()];
        _ofDecisions = [.. criteria.Where(static criterion => !CriterionNames.NeedsLabels(criterion))];
        _ofLabels = [.. criteria.Where(CriterionNames.NeedsLabels)];
        _decisions = new(columns.Groups, options);
        _labelled = new(columns.Groups, options);
        _strata = columns.StratumCodes is null ? null : new(columns.Groups, columns.Strata, options.Confidence);
    }

    public string Name => _options.Name;

    public IReadOnlyList<FalseAlarmBound> GetFalseAlarmBounds(double callsPerDay)
    {
        double perWindow = (1 - _options.Confidence) * (1 + (callsPerDay / _options.WindowSize));
        const string Holds = "While decisions of a group are alike given those before, and the gap keeps its limit.";
        List<FalseAlarmBound> bounds = [.. _options.Limits.Select(limit => new FalseAlarmBound(Name, CriterionNames.Of(limit), perWindow, Holds))];
        if (_strata is not null)
        {
            bounds.Add(new(Name, "simpson", perWindow, "While decisions of a group in a stratum are independent and alike."));
        }

        return bounds;
    }

    public void Observe(ColumnBlock block, MonitorContext context)
    {
        ReadOnlySpan<float> decisions = block.Column(_columns.Decision);
        ReadOnlySpan<byte> groups = block.Codes(_columns.GroupCodes);
        if (block.HasLabels)
        {
            AddLabelled(block, decisions, groups);
        }
        else
        {
            AddDecisions(block, decisions, groups);
        }

        GroupTally tally = block.HasLabels ? _labelled : _decisions;
        if (tally.Rows == 0)
        {
            return;
        }

        tally.Since ??= block.Opened;
        if (block.HasLabels)
        {
            TellOfLabels(tally, context);
        }

        bool isClosed = tally.Rows >= _options.WindowSize;
        GroupWindow window = tally.Snapshot(context.TimeProvider.GetUtcNow());
        Judge(tally, window, block.HasLabels, isClosed, context);
        if (isClosed)
        {
            Close(tally, window, block.HasLabels, context);
        }
    }

    private void AddDecisions(ColumnBlock block, ReadOnlySpan<float> decisions, ReadOnlySpan<byte> groups)
    {
        ReadOnlySpan<byte> strata = _columns.StratumCodes is { } codes ? block.Codes(codes) : [];
        for (int row = 0; row < block.RowCount; row++)
        {
            // Without an output nothing was decided.
            if (decisions[row] is 0 or 1)
            {
                byte decision = (byte)decisions[row];
                _decisions.Add(groups[row], 0, decision);
                _labelled.AddUnlabelled(groups[row], decision);
                _strata?.Add(strata[row], groups[row], decision);
            }
        }
    }

    private void AddLabelled(ColumnBlock block, ReadOnlySpan<float> decisions, ReadOnlySpan<byte> groups)
    {
        for (int row = 0; row < block.RowCount; row++)
        {
            if (decisions[row] is not (0 or 1))
            {
                continue;
            }

            if (block.Labels[row] is 0 or 1)
            {
                _labelled.Add(groups[row], (byte)block.Labels[row], (byte)decisions[row]);
            }
            else
            {
                _labelled.AddInvalid();
            }
        }
    }

    private void Judge(GroupTally tally, GroupWindow window, bool hasLabels, bool isClosed, MonitorContext context)
    {
        // Intervals cost microseconds a group: they are computed for limits that may be crossed, and for whoever reads.
        _readings?.Publish(hasLabels ? _ofLabels : _ofDecisions, window, isClosed);
        foreach (FairnessLimit limit in _options.Limits)
        {
            bool isOpen = CriterionNames.NeedsLabels(limit.Criterion) == hasLabels && !tally.Raised.Contains(limit);
            if (isOpen && window.MayCross(limit) && limit.IsCrossedBy(window.Read(limit.Criterion).Gap))
            {
                tally.Raised.Add(limit);
                context.Raise(_alert.Of(limit, window.Read(limit.Criterion)));
            }
        }
    }

    private void Close(GroupTally tally, GroupWindow window, bool hasLabels, MonitorContext context)
    {
        // Of two limits of one metric the crossed one keeps the alert open; and so does a window in which there was nothing to compare.
        HashSet<string> open = [.. tally.Raised.Select(CriterionNames.Of)];
        FairnessLimit[] limits = [.. _options.Limits.Where(limit => CriterionNames.NeedsLabels(limit.Criterion) == hasLabels)];
        FairnessLimit[] judged = [.. limits.Where(limit => window.Compares(limit.Criterion))];
        foreach (string metric in judged.Select(CriterionNames.Of).Distinct().Where(metric => !open.Contains(metric)))
        {
            context.Clear(FairnessAlert.Code, metric: metric);
        }

        foreach (FairnessLimit limit in limits.DistinctBy(static limit => limit.Criterion))
        {
            Tell(!judged.Contains(limit) && !tally.Told.Contains(FairnessAlert.SelectiveCode), FairnessAlert.OfNotCompared(limit.Criterion, _options.MinimumGroupSize), context);
        }

        if (hasLabels)
        {
            Clear(tally, FairnessAlert.InvalidCode, context);
            Clear(tally, FairnessAlert.SelectiveCode, context);
        }
        else
        {
            Tell(tally.UnknownGroup > _options.UnknownShare * tally.Rows, FairnessAlert.OfUnknown(tally.UnknownGroup, tally.Rows, _options.UnknownShare), context);
            if (_strata is not null)
            {
                CloseStrata(_strata, context);
            }
        }

        tally.Clear();
    }

    // At once, and once a window: what is wrong with labels is not to wait for thousands of them.
    private void TellOfLabels(GroupTally tally, MonitorContext context)
    {
        if (tally.Invalid > 0 && tally.Told.Add(FairnessAlert.InvalidCode))
        {
            context.Raise(FairnessAlert.OfInvalid(tally.Invalid));
        }

        if (!_options.LabelsOnlyForSelected && tally.LabelsOnlySelected && tally.Told.Add(FairnessAlert.SelectiveCode))
        {
            context.Raise(FairnessAlert.OfSelective(tally.Rejected));
        }
    }

    private static void Clear(GroupTally tally, string code, MonitorContext context)
    {
        if (!tally.Told.Contains(code))
        {
            context.Clear(code, metric: FairnessAlert.RowsMetric);
        }
    }

    private static void Tell(bool isThere, SafetyAlert alert, MonitorContext context)
    {
        if (isThere)
        {
            context.Raise(alert);
        }
        else
        {
            context.Clear(alert.Code, metric: alert.Metric);
        }
    }

    private void CloseStrata(StratumTally strata, MonitorContext context)
    {
        IReadOnlyList<SimpsonReading> paradoxes = strata.Close();
        _readings?.Publish(paradoxes);
        if (paradoxes.Count > 0)
        {
            context.Raise(_alert.Of(paradoxes[0], paradoxes.Count));
        }
        else
        {
            context.Clear(FairnessAlert.ParadoxCode, metric: "selection-rate");
        }
    }
}
