using AISafety.Drift;

namespace AISafety;

// The tests after every row, and what becomes of their alarms.
public sealed partial class DriftWatch
{
    internal static string NameOf(DriftMetric metric) => metric switch
    {
        DriftMetric.KolmogorovSmirnov => "ks",
        DriftMetric.ChiSquare => "chi-square",
        DriftMetric.PopulationStability => "psi",
        DriftMetric.JensenShannon => "jensen-shannon",
        DriftMetric.Hellinger => "hellinger",
        DriftMetric.KullbackLeibler => "kl",
        DriftMetric.TotalVariation => "total-variation",
        DriftMetric.Wasserstein => "wasserstein",
        DriftMetric.MeanShift => "mean-shift",
        _ => metric.ToString(),
    };

    internal static string NameOf(RowMetric metric) => metric switch
    {
        RowMetric.MeanDiscrepancy => "mmd",
        RowMetric.Energy => "energy",
        RowMetric.DomainClassifier => "domain-classifier",
        RowMetric.ReconstructionError => "reconstruction",
        _ => "correlation",
    };

    private void Sequential(float[] columns, int first, int count, ReadOnlySpan<bool> unanswered, ref List<DriftAlarm>? alarms)
    {
        if (_featureLane is not null)
        {
            Run(_featureLane, DriftLane.Features, Gather(columns, _watchedInputs, first, count), count, [], ref alarms);
        }

        if (_outputLane is not null)
        {
            RunOutputs(columns.AsSpan((_profile.InputCount * ColumnBlock.Capacity) + first), count, unanswered, ref alarms);
        }

        if (_rowLane is not null)
        {
            Span<float> scores = _laneBlock.AsSpan(0, _scores!.Count * count);
            _scores.Of(columns.AsSpan(first), ColumnBlock.Capacity, count, scores);
            Run(_rowLane, DriftLane.Rows, scores, count, [], ref alarms, count);
        }
    }

    // What was not answered by the model, such as a refused call, is no output of it: left out, not missing.
    private void RunOutputs(ReadOnlySpan<float> columns, int count, ReadOnlySpan<bool> unanswered, ref List<DriftAlarm>? alarms)
    {
        if (!unanswered.Contains(true))
        {
            Run(_outputLane!, DriftLane.Outputs, columns, count, [], ref alarms);
            return;
        }

        int answered = 0;
        for (int row = 0; row < count; row++)
        {
            if (!unanswered[row])
            {
                for (int j = 0; j < _profile.Features.Count - _profile.InputCount; j++)
                {
                    _laneBlock[(j * ColumnBlock.Capacity) + answered] = columns[(j * ColumnBlock.Capacity) + row];
                }

                // From the block's end, where the ring is now.
                _answeredRows[answered++] = count - row;
            }
        }

        Run(_outputLane!, DriftLane.Outputs, _laneBlock, answered, _answeredRows, ref alarms);
    }

    private ReadOnlySpan<float> Gather(float[] columns, int[] wanted, int first, int count)
    {
        if (wanted.Length == _profile.InputCount)
        {
            return columns.AsSpan(first);
        }

        for (int j = 0; j < wanted.Length; j++)
        {
            columns.AsSpan((wanted[j] * ColumnBlock.Capacity) + first, count).CopyTo(_laneBlock.AsSpan(j * ColumnBlock.Capacity));
        }

        return _laneBlock;
    }

    // Rows from the ring's end, of each of the lane's rows; none if they are the last of the ring, one for one.
    private void Run(
        SequentialLane lane, DriftLane which, ReadOnlySpan<float> columns, int count, ReadOnlySpan<int> fromEnd, ref List<DriftAlarm>? alarms, int stride = ColumnBlock.Capacity)
    {
        for (int first = 0; first < count;)
        {
            first += lane.Observe(columns, stride, first, count - first, out LaneAlarm? found);
            if (found is null)
            {
                continue;
            }

            if (Weigh(found, which, _recent.Count - (fromEnd.IsEmpty ? count - first + 1 : fromEnd[first - 1])) is { } alarm)
            {
                lane.Accept();
                (alarms ??= []).Add(InRows(alarm));
            }
            else
            {
                lane.HoldBack();
            }
        }
    }

    // From rows that were taken to rows that there were.
    private DriftAlarm InRows(DriftAlarm alarm) => _options.Stride == 1 ? alarm : alarm with
    {
        Row = alarm.Row * _options.Stride,
        LikelyStart = FirstOf(alarm.LikelyStart),
        EarliestStart = FirstOf(alarm.EarliestStart),
        LatestStart = alarm.LatestStart * _options.Stride,
    };

    // A change may have come with any of the rows that were passed over before.
    private long FirstOf(long row) => row == 0 ? 0 : ((row - 1) * _options.Stride) + 1;

    /// <summary>Measures how large the change is since it likely began; null if it is too small to matter.</summary>
    private DriftAlarm? Weigh(LaneAlarm found, DriftLane lane, long row)
    {
        if (lane == DriftLane.Outputs)
        {
            found = found with
            {
                Likely = _recent.SpanOfAnswers(row, found.Likely), Least = _recent.SpanOfAnswers(row, found.Least), Most = _recent.SpanOfAnswers(row, found.Most),
            };
        }

        // Of very few rows a distance says nothing.
        long rows = Math.Max(found.Likely, Math.Min(found.Most, LeastMeasured));
        int sinceStart = (int)Math.Min(rows + (_recent.Count - 1 - row), Math.Min(_recent.Capacity, _recent.Count));
        double tolerance = _options.ToleranceOf(DriftMetric.KolmogorovSmirnov);
        List<AlertDriver> drivers = [];
        bool mayMatter = false;
        bool isMaterial = false;
        float[] scratch = new float[_recent.Capacity];
        float[][]? scores = lane == DriftLane.Rows ? _scores!.Recent(_recent, sinceStart) : null;
        foreach ((int stream, string name, float[] baseline) in found.Drivers)
        {
            int feature = lane == DriftLane.Outputs ? _profile.InputCount + stream : lane == DriftLane.Features ? _watchedInputs[stream] : -1;
            ReadOnlySpan<float> values = scores is not null ? scores[stream]
                : lane == DriftLane.Outputs ? _recent.LastAnswered(feature, sinceStart, scratch)
                : _recent.Last(feature, sinceStart, scratch);
            (double distance, double noise) = SequentialLane.Effect(baseline, values);
            mayMatter |= distance >= tolerance;
            isMaterial |= distance - noise > tolerance;
            if (drivers.Count < MostDrivers)
            {
                drivers.Add(new(name, "ks", distance, tolerance) { Histograms = feature < 0 ? null : _features[feature].Compare(values, 0.05).Histograms });
            }
        }

        if (!mayMatter)
        {
            NegligibleCount++;
            return null;
        }

        return new(lane, row, "e-detector", found.Evidence, found.Threshold)
        {
            LikelyStart = Math.Max(0, row + 1 - found.Likely),
            EarliestStart = Math.Max(0, row + 1 - found.Most),
            LatestStart = Math.Max(0, row + 1 - found.Least),
            Drivers = drivers,
            Guarantee = _options.Guarantee,
            IsMaterial = isMaterial,
            IsFurther = found.IsFurther,
        };
    }

    private SequentialLane? Lane(DriftLane lane, int[] features) => features.Length == 0 || !_budget.IsOn(lane)
        ? null
        : new(
            Array.ConvertAll(features, i => _profile.Features[i].Feature.Name),
            Array.ConvertAll(features, i => _profile.SampleColumn(i).ToArray()),
            _budget.Evidence(lane),
            _options);

    private static int[] Watched(ReferenceProfile profile)
    {
        int[] elements = [.. Enumerable.Range(0, profile.InputCount).Where(i => profile.Features[i].Feature.Kind == FeatureKind.VectorElement)];
        return elements.Length <= MostVectorElements
            ? [.. Enumerable.Range(0, profile.InputCount)]
            : [.. Enumerable.Range(0, profile.InputCount).Except(elements)];
    }
}
