namespace AISafety.Drift;

/// <summary>The tests after every row: of the features, of the outputs and of the row's scores, and what becomes of their alarms.</summary>
internal sealed class SequentialLanes
{
    // Elements of a long vector say little one by one: the row lane has their components.
    private const int MostVectorElements = 32;

    // Of fewer rows a distance says little.
    private const int LeastMeasured = 30;

    private readonly ReferenceProfile _profile;
    private readonly DriftOptions _options;
    private readonly RecentRows _recent;
    private readonly FeatureReference[] _features;
    private readonly RowScores? _scores;
    private readonly SequentialLane? _featureLane;
    private readonly SequentialLane? _rowLane;
    private readonly SequentialLane? _outputLane;
    private readonly int[] _watchedInputs;
    private readonly float[] _block;
    private readonly int[] _answeredRows = new int[ColumnBlock.Capacity];

    /// <param name="profile">The reference.</param>
    /// <param name="options">Guarantee, tolerances, stride, seed.</param>
    /// <param name="budget">Which lanes are on, and from what evidence each alarms.</param>
    /// <param name="recent">The last rows, from which a change is measured.</param>
    /// <param name="features">The reference of each feature.</param>
    /// <param name="scores">The rows' scores; null if there are none.</param>
    public SequentialLanes(ReferenceProfile profile, DriftOptions options, LaneBudget budget, RecentRows recent, FeatureReference[] features, RowScores? scores)
    {
        (_profile, _options, _recent, _features, _scores) = (profile, options, recent, features, scores);
        int width = profile.Features.Count;
        _watchedInputs = Watched(profile);
        _featureLane = Lane(DriftLane.Features, budget, _watchedInputs);
        _outputLane = Lane(DriftLane.Outputs, budget, [.. Enumerable.Range(profile.InputCount, width - profile.InputCount)]);
        _rowLane = scores is not null && budget.IsOn(DriftLane.Rows) ? new(scores.Names, scores.Reference, budget.Evidence(DriftLane.Rows), options) : null;
        _block = new float[Math.Max(width, scores?.Count ?? 0) * ColumnBlock.Capacity];
    }

    /// <summary>How many alarms were held back because the change is too small to matter.</summary>
    public long NegligibleCount { get; private set; }

    /// <summary>Takes rows that <see cref="RecentRows"/> has taken already.</summary>
    /// <param name="columns">Column after column, each with <see cref="ColumnBlock.Capacity"/> places.</param>
    /// <param name="first">The first row to take.</param>
    /// <param name="count">How many.</param>
    /// <param name="unanswered">Whether each has no answer of the model; empty if all have one.</param>
    /// <param name="alarms">Takes what they alarm; null as long as there is nothing.</param>
    public void Observe(float[] columns, int first, int count, ReadOnlySpan<bool> unanswered, ref List<DriftAlarm>? alarms)
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
            Span<float> scores = _block.AsSpan(0, _scores!.Count * count);
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
                    _block[(j * ColumnBlock.Capacity) + answered] = columns[(j * ColumnBlock.Capacity) + row];
                }

                // From the block's end, where the ring is now.
                _answeredRows[answered++] = count - row;
            }
        }

        Run(_outputLane!, DriftLane.Outputs, _block, answered, _answeredRows, ref alarms);
    }

    private ReadOnlySpan<float> Gather(float[] columns, int[] wanted, int first, int count)
    {
        if (wanted.Length == _profile.InputCount)
        {
            return columns.AsSpan(first);
        }

        for (int j = 0; j < wanted.Length; j++)
        {
            columns.AsSpan((wanted[j] * ColumnBlock.Capacity) + first, count).CopyTo(_block.AsSpan(j * ColumnBlock.Capacity));
        }

        return _block;
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
                (alarms ??= []).Add(alarm);
            }
            else
            {
                lane.HoldBack();
            }
        }
    }

    /// <summary>Measures how large the change is since it likely began; null if it is too small to matter.</summary>
    private DriftAlarm? Weigh(LaneAlarm found, DriftLane lane, long row)
    {
        if (lane == DriftLane.Outputs)
        {
            found = found with
            {
                Likely = _recent.SpanOfAnswers(row, found.Likely),
                Least = _recent.SpanOfAnswers(row, found.Least),
                Most = _recent.SpanOfAnswers(row, found.Most),
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
            if (drivers.Count < DriftWatch.MostDrivers)
            {
                drivers.Add(new(name, "ks", distance, tolerance) { Histograms = feature < 0 ? null : _features[feature].HistogramsOf(values) });
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

    private SequentialLane? Lane(DriftLane lane, LaneBudget budget, int[] features) => features.Length == 0 || !budget.IsOn(lane)
        ? null
        : new(
            Array.ConvertAll(features, i => _profile.Features[i].Feature.Name),
            Array.ConvertAll(features, i => _profile.SampleColumn(i).ToArray()),
            budget.Evidence(lane),
            _options);

    /// <summary>The inputs that are watched each by itself.</summary>
    public static int[] Watched(ReferenceProfile profile)
    {
        int[] elements = [.. Enumerable.Range(0, profile.InputCount).Where(i => profile.Features[i].Feature.Kind == FeatureKind.VectorElement)];
        return elements.Length <= MostVectorElements
            ? [.. Enumerable.Range(0, profile.InputCount)]
            : [.. Enumerable.Range(0, profile.InputCount).Except(elements)];
    }
}
