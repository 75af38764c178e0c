namespace AISafety.Performance;

/// <summary>The metrics of a binary classifier on rows with labels.</summary>
internal sealed class ClassificationWindow : IMetricWindow
{
    private readonly ColumnHandle _prediction;
    private readonly ColumnHandle? _probability;
    private readonly bool _isSelective;
    private readonly double _clip;
    private readonly MeanStream _accuracy;
    private readonly MeanStream _precision;
    private readonly MeanStream _recall;
    private readonly MeanStream _f1;
    private readonly RocAucStream _area;
    private readonly MeanStream _brier;
    private readonly MeanStream _logLoss;
    private readonly CalibrationErrorStream _calibration;
    private readonly SelectiveRecallStream _bounded;

    public ClassificationWindow(ColumnHandle prediction, ColumnHandle? probability, PerformanceMonitoringOptions options)
    {
        double alpha = 1 - options.Confidence;
        _prediction = prediction;
        _probability = probability;
        _isSelective = options.LabelsOnlyForPredictedOnes;
        _clip = options.LeastProbability;
        double greatest = -Math.Log(_clip);
        _accuracy = new(PerformanceMetric.Accuracy, alpha);
        _precision = new(PerformanceMetric.Precision, alpha);
        _recall = new(PerformanceMetric.Recall, alpha);

        // Of the rows with label or prediction 1, the share j that has both: F1 = 2 j / (1 + j).
        _f1 = new(PerformanceMetric.F1, alpha, static share => 2 * share / (1 + share));
        _area = new(alpha);
        _brier = new(PerformanceMetric.Brier, alpha);
        _logLoss = new(PerformanceMetric.LogLoss, alpha, share => share * greatest);
        _calibration = new(alpha);
        _bounded = new(_precision);
        Streams = _isSelective ? [_precision, _bounded, new ComplementStream(PerformanceMetric.FalseNegativeRate, _bounded)]
            : probability is null ? [_accuracy, _precision, _recall, new ComplementStream(PerformanceMetric.FalseNegativeRate, _recall), _f1]
            : [_accuracy, _precision, _recall, new ComplementStream(PerformanceMetric.FalseNegativeRate, _recall), _f1, _area, _brier, _logLoss, _calibration];
    }

    public IReadOnlyList<MetricStream> Streams { get; }

    public int Invalid { get; private set; }

    public int Observe(ColumnBlock block)
    {
        ReadOnlySpan<float> predictions = block.Column(_prediction);
        if (!block.HasLabels)
        {
            for (int row = 0; _isSelective && row < predictions.Length; row++)
            {
                if (block.IsModelsAnswer(row) && !float.IsNaN(predictions[row]))
                {
                    _bounded.Add(predictions[row] == 1);
                }
            }

            return 0;
        }

        int taken = 0;
        ReadOnlySpan<float> probabilities = _probability is { } column ? block.Column(column) : [];
        for (int row = 0; row < block.RowCount; row++)
        {
            // Without an answer of the model there was no prediction that a label could judge.
            if (!block.IsModelsAnswer(row))
            {
                continue;
            }

            taken++;
            float label = block.Labels[row];
            float probability = probabilities.IsEmpty ? float.NaN : probabilities[row];
            if (float.IsNaN(predictions[row]) || label is not (0 or 1) || probability is < 0 or > 1)
            {
                Invalid++;
                continue;
            }

            Add((byte)label, predictions[row] == 1, probability);
        }

        return taken;
    }

    private void Add(byte label, bool isSelected, float probability)
    {
        bool isHit = isSelected && label == 1;
        if (isSelected)
        {
            _precision.Add(label);
        }

        if (_isSelective)
        {
            return;
        }

        _accuracy.Add(isSelected == (label == 1) ? 1 : 0);
        if (label == 1)
        {
            _recall.Add(isSelected ? 1 : 0);
        }

        if (isSelected || label == 1)
        {
            _f1.Add(isHit ? 1 : 0);
        }

        if (!float.IsNaN(probability))
        {
            double distance = probability - label;
            double given = Math.Clamp(label == 1 ? (double)probability : 1 - (double)probability, _clip, 1);
            _area.Add(probability, label);
            _brier.Add(distance * distance);
            _logLoss.Add(Math.Min(1, Math.Log(given) / Math.Log(_clip)));
            _calibration.Add(probability, label);
        }
    }
}
