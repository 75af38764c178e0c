using AISafety.Statistics;

namespace AISafety.Performance;

/// <summary>Estimates performance chunk by chunk from what calls return, and raises an alert when the whole interval of a metric lies beyond its limit.</summary>
internal sealed class EstimationMonitor(
    PerformanceReference reference, ColumnHandle probability, ColumnHandle prediction, PerformanceEstimationOptions options, PerformanceReadings? readings) : ISafetyMonitor, IBoundsFalseAlarms
{
    public const string MonitorName = "performance-estimation";

    private readonly double[] _probabilities = new double[options.ChunkSize];
    private readonly byte[] _predictions = new byte[options.ChunkSize];
    private readonly double[] _features = options.Reweight ? new double[options.ChunkSize * reference.Width] : [];
    private DateTimeOffset _since;
    private int _count;
    private DateTimeOffset _answeredSince;
    private int _answered;
    private int _invalid;

    public string Name => MonitorName;

    public IReadOnlyList<FalseAlarmBound> GetFalseAlarmBounds(double callsPerDay) =>
    [
        .. options.Limits.Select(limit => new FalseAlarmBound(
            MonitorName,
            MetricNames.Of(limit.Metric),
            (1 - options.Confidence) * callsPerDay / options.ChunkSize,
            "Nominal: for large chunks and references, while outcomes given the probability are as in the reference and the metric keeps its limit.")),
    ];

    public void Observe(ColumnBlock block, MonitorContext context)
    {
        if (block.HasLabels)
        {
            return;
        }

        ReadOnlySpan<float> probabilities = block.Column(probability);
        ReadOnlySpan<float> predictions = block.Column(prediction);
        for (int row = 0; row < block.RowCount; row++)
        {
            if (!block.IsModelsAnswer(row))
            {
                continue;
            }

            bool isValid = probabilities[row] is >= 0 and <= 1 && !float.IsNaN(predictions[row]);
            Answered(block, isValid, context);
            if (!isValid)
            {
                continue;
            }

            Add(block, row, probabilities[row], predictions[row] == 1);
            if (_count == _probabilities.Length)
            {
                Close(context);
            }
        }
    }

    // Counted beside the chunks: where no probability is one, no chunk ever fills.
    private void Answered(ColumnBlock block, bool isValid, MonitorContext context)
    {
        _answeredSince = _answered == 0 ? block.Opened : _answeredSince;
        _invalid += isValid ? 0 : 1;
        if (++_answered == options.ChunkSize)
        {
            PerformanceAlert.Invalid(_invalid, "predictions or probabilities", "Check what is read as prediction and probability.", _answeredSince, context);
            (_answered, _invalid) = (0, 0);
        }
    }

    private void Add(ColumnBlock block, int row, double stated, bool isPositive)
    {
        _since = _count == 0 ? block.Opened : _since;
        if (options.Reweight)
        {
            for (int feature = 0; feature < reference.Width; feature++)
            {
                _features[_count * reference.Width + feature] = PerformanceReference.FiniteOrMissing(block.Feature(feature)[row]);
            }
        }

        _probabilities[_count] = stated;
        _predictions[_count++] = (byte)(isPositive ? 1 : 0);
    }

    private void Close(MonitorContext context)
    {
        _count = 0;
        (PerformanceEstimator? estimator, double size) = options.Reweight
            ? reference.Reweight(_features, options.GreatestWeight, options.LeastEffectiveSampleSize)
            : (reference.Estimator, reference.Estimator.EffectiveSampleSize);
        if (estimator is null)
        {
            context.Raise(new("performance.reference-far", "The inputs have moved so far from the reference that performance on them cannot be estimated by it.", AlertSeverity.Medium)
            {
                Metric = "effective-sample-size",
                Value = size,
                Threshold = options.LeastEffectiveSampleSize,
                Since = _since,
                ResolveAfter = TimeSpan.Zero,
                SuggestedAction = "Have calls labelled, and fit a new reference.",
            });
            return;
        }

        context.Clear("performance.reference-far", metric: "effective-sample-size");
        Judge(estimator.Estimate(_probabilities, _predictions, options.Confidence), context);
    }

    private void Judge(PerformanceEstimate estimate, MonitorContext context)
    {
        DateTimeOffset now = context.TimeProvider.GetUtcNow();
        PerformanceReading[] current =
        [
            Read(PerformanceMetric.Accuracy, estimate.Accuracy),
            Read(PerformanceMetric.Precision, estimate.Precision),
            Read(PerformanceMetric.Recall, estimate.Recall),
            Read(PerformanceMetric.F1, estimate.F1),
            Read(PerformanceMetric.RocAuc, estimate.RocAuc),
        ];
        readings?.Publish(current, isClosed: true);
        foreach (PerformanceLimit limit in options.Limits)
        {
            if (Of(limit) is var reading && limit.IsCrossedBy(reading.Interval))
            {
                context.Raise(PerformanceAlert.Of(PerformanceAlert.Estimated, limit, reading, current, options.Limits, options.Confidence));
            }
        }

        // Each of the metrics is a share.
        PerformanceAlert.Clear(PerformanceAlert.Estimated, options.Limits, limit => limit.IsKeptBy(Of(limit), greatest: 1), context);

        PerformanceReading Of(PerformanceLimit limit) => Array.Find(current, one => one.Metric == limit.Metric)!;

        PerformanceReading Read(PerformanceMetric metric, MetricEstimate one) => new(metric, one.Value, one.Interval, estimate.Count, _since, now);
    }
}
