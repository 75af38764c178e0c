namespace AISafety.Statistics;

/// <summary>The rate of each group less that of all rows, in each event: all rows, or those of one label.</summary>
internal sealed class ParityMoments : ReductionMoments
{
    private readonly ParityConstraint _constraint;

    // The label of each event; null for all rows.
    private readonly byte?[] _events;

    // Rows of an event, and of an event and group.
    private readonly int[] _eventSizes;
    private readonly int[] _cellSizes;

    public ParityMoments(ParityConstraint constraint, byte[] labels, int[] groups, int groupCount)
        : base(labels, groups, groupCount)
    {
        _constraint = constraint;
        _events = constraint.Criterion switch
        {
            FairnessCriterion.EqualOpportunity => [1],
            FairnessCriterion.FalsePositiveRateParity => [0],
            FairnessCriterion.EqualizedOdds => [0, 1],
            _ => [null],
        };
        _eventSizes = new int[_events.Length];
        _cellSizes = new int[_events.Length * groupCount];
        for (int row = 0; row < labels.Length; row++)
        {
            if (EventOf(row) is >= 0 and var index)
            {
                _eventSizes[index]++;
                _cellSizes[index * groupCount + groups[row]]++;
            }
        }

        int empty = Array.IndexOf(_cellSizes, 0);
        if (empty >= 0)
        {
            string rows = _events[empty / groupCount] is { } label ? $"row of label {label}" : "row";
            throw new ArgumentException($"Group {empty % groupCount} has no {rows}, so that its rate is not defined; leave it out, or ask for another criterion.", nameof(groups));
        }

        // The moments of an event, weighted by the groups' shares, add up to 0: the last group's follows from the others'.
        Free = [.. Enumerable.Range(0, Count).Where(k => k % groupCount < groupCount - 1)];
    }

    public override int Count => _cellSizes.Length;

    public override IReadOnlyList<int> Free { get; }

    public override bool IsTwoSided => true;

    public override double Bound => _constraint.Slack;

    private bool IsOfAccuracy => _constraint.Criterion == FairnessCriterion.AccuracyParity;

    public override double Share(int constraint) => (double)_cellSizes[constraint] / Labels.Length;

    public override ReductionMultiplier Name(int constraint, double multiplier) => new(constraint % GroupCount, _events[constraint / GroupCount], multiplier);

    public override double Measure(ReadOnlySpan<double> predictions, Span<double> moments)
    {
        moments.Clear();
        double errors = 0;
        for (int row = 0; row < predictions.Length; row++)
        {
            double error = Math.Abs(Labels[row] - predictions[row]);
            errors += error;
            if (EventOf(row) is >= 0 and var index)
            {
                moments[index * GroupCount + Groups[row]] += IsOfAccuracy ? 1 - error : predictions[row];
            }
        }

        for (int index = 0; index < _events.Length; index++)
        {
            Span<double> own = moments.Slice(index * GroupCount, GroupCount);
            double all = 0;
            foreach (double sum in own)
            {
                all += sum;
            }

            for (int group = 0; group < GroupCount; group++)
            {
                own[group] = own[group] / _cellSizes[index * GroupCount + group] - all / _eventSizes[index];
            }
        }

        return errors / predictions.Length;
    }

    public override void Aim(ReadOnlySpan<double> multipliers, Span<byte> labels, Span<double> weights)
    {
        // How much a unit of a row's rate costs, times the number of rows; by event and group.
        Span<double> costs = new double[Count];
        for (int index = 0; index < _events.Length; index++)
        {
            double all = 0;
            foreach (double multiplier in multipliers.Slice(index * GroupCount, GroupCount))
            {
                all += multiplier;
            }

            for (int group = 0; group < GroupCount; group++)
            {
                int k = index * GroupCount + group;
                costs[k] = Labels.Length * (multipliers[k] / _cellSizes[k] - all / _eventSizes[index]);
            }
        }

        for (int row = 0; row < labels.Length; row++)
        {
            // What predicting 1 costs more than predicting 0.
            double cost = Labels[row] == 1 ? -1 : 1;
            if (EventOf(row) is >= 0 and var index)
            {
                cost += costs[index * GroupCount + Groups[row]] * (IsOfAccuracy && Labels[row] == 0 ? -1 : 1);
            }

            labels[row] = cost == 0 ? Labels[row] : (byte)(cost < 0 ? 1 : 0);
            weights[row] = Math.Abs(cost);
        }
    }

    // -1 if the row is part of none.
    private int EventOf(int row) => _events[0] is null ? 0 : Array.IndexOf(_events, Labels[row]);
}
