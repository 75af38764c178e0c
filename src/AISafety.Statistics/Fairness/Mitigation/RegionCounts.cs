namespace AISafety.Statistics;

/// <summary>How rows are decided as a critical region grows about a threshold.</summary>
internal sealed class RegionCounts
{
    private readonly double _threshold;
    private readonly Row[] _rows;
    private readonly double[] _margins;
    private readonly long[] _truePositives;
    private readonly long[] _falsePositives;
    private readonly long[] _positives;
    private readonly long[] _negatives;
    private readonly bool[] _deprived;
    private int _below;
    private int _above;
    private int _margin;

    public RegionCounts(GroupedScores rows, double threshold, bool[] deprived)
    {
        (_threshold, _deprived) = (threshold, deprived);
        _truePositives = new long[rows.GroupCount];
        _falsePositives = new long[rows.GroupCount];
        _positives = new long[rows.GroupCount];
        _negatives = new long[rows.GroupCount];
        List<Row> all = [];
        for (int group = 0; group < rows.GroupCount; group++)
        {
            ReadOnlySpan<byte> labels = rows.LabelsOf(group);
            ReadOnlySpan<double> scores = rows.ScoresOf(group);
            for (int i = 0; i < scores.Length; i++)
            {
                all.Add(new(scores[i], group, labels[i]));
                _ = labels[i] == 1 ? _positives[group]++ : _negatives[group]++;
                if (scores[i] >= threshold)
                {
                    Count(group, labels[i], 1);
                }
            }
        }

        all.Sort(static (a, b) => a.Score.CompareTo(b.Score));
        _rows = [.. all];
        _margins = [.. all.Select(row => Math.Abs(row.Score - threshold)).Where(double.IsFinite).Distinct().Order()];
        _above = all.FindIndex(row => row.Score >= threshold);
        _above = _above < 0 ? _rows.Length : _above;
        _below = _above - 1;
    }

    public double Accuracy => (double)(_truePositives.Sum() + _negatives.Sum() - _falsePositives.Sum()) / _rows.Length;

    /// <summary>Goes on to the next margin at which a row is decided otherwise; false after the last.</summary>
    /// <param name="margin">The margin.</param>
    public bool Widen(out double margin)
    {
        while (_margin < _margins.Length)
        {
            margin = _margins[_margin++];
            bool changed = false;
            for (; _below >= 0 && _rows[_below].Score >= _threshold - margin; _below--)
            {
                changed |= Take(_rows[_below], isDeprived: true, 1);
            }

            for (; _above < _rows.Length && _rows[_above].Score <= _threshold + margin; _above++)
            {
                changed |= Take(_rows[_above], isDeprived: false, -1);
            }

            if (changed)
            {
                return true;
            }
        }

        margin = double.NaN;
        return false;
    }

    /// <summary>The greatest rate of a group less the least.</summary>
    public double Difference(FairnessCriterion criterion)
    {
        DecisionRates[] rates = new DecisionRates[_positives.Length];
        for (int group = 0; group < rates.Length; group++)
        {
            rates[group] = DecisionRates.Of(_truePositives[group], _falsePositives[group], _positives[group], _negatives[group]);
        }

        return Difference(rates, criterion);
    }

    /// <inheritdoc cref="Difference(FairnessCriterion)"/>
    public static double Difference(DecisionRates[] rates, FairnessCriterion criterion)
    {
        double difference = Spread(rates, criterion);
        return criterion == FairnessCriterion.EqualizedOdds ? Math.Max(difference, Spread(rates, FairnessCriterion.FalsePositiveRateParity)) : difference;
    }

    /// <summary>The rates of all rows together.</summary>
    public static DecisionRates Overall(DecisionRates[] rates, GroupedScores rows)
    {
        double selectedPositives = 0;
        double selectedNegatives = 0;
        for (int group = 0; group < rates.Length; group++)
        {
            long positives = 0;
            foreach (byte label in rows.LabelsOf(group))
            {
                positives += label;
            }

            long negatives = rates[group].Count - positives;
            selectedPositives += positives == 0 ? 0 : rates[group].TruePositiveRate * positives;
            selectedNegatives += negatives == 0 ? 0 : rates[group].FalsePositiveRate * negatives;
        }

        return DecisionRates.Of(selectedPositives, selectedNegatives, rows.Positives, rows.Negatives);
    }

    private static double Spread(DecisionRates[] rates, FairnessCriterion criterion) =>
        rates.Max(group => group.Compared(criterion)) - rates.Min(group => group.Compared(criterion));

    private bool Take(Row row, bool isDeprived, int step)
    {
        bool takes = _deprived[row.Group] == isDeprived;
        if (takes)
        {
            Count(row.Group, row.Label, step);
        }

        return takes;
    }

    private void Count(int group, byte label, int step)
    {
        ref long count = ref (label == 1 ? ref _truePositives[group] : ref _falsePositives[group]);
        count += step;
    }

    private readonly record struct Row(double Score, int Group, byte Label);
}
