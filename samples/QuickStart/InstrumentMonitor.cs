using AISafety;

namespace QuickStart;

/// <summary>Compares each feature's mean over the calls that were allowed with the training data's, block by block (z test, one look a block,
/// limit 5: about one false alarm in 60,000 blocks over 30 features).</summary>
internal sealed class InstrumentMonitor : ISafetyMonitor
{
    private const double Limit = 5;
    private const int FewestRows = 100;
    private readonly FeatureSchema<float[]> _schema;
    private readonly (double Mean, double Deviation)[] _reference;

    public InstrumentMonitor(Screening screening)
    {
        _schema = screening.Schema;
        _reference = [.. Enumerable.Range(0, _schema.Width).Select(feature => Describe(screening.Training.Select(row => (double)row[feature])))];
    }

    public string Name => "instrument";

    public void Observe(ColumnBlock block, MonitorContext context)
    {
        if (block.HasLabels)
        {
            return;
        }

        for (int feature = 0; feature < block.FeatureCount; feature++)
        {
            (double mean, double deviation) = _reference[feature];
            double[] allowed = Allowed(block, feature);
            double z = allowed.Length < FewestRows ? 0 : (allowed.Average() - mean) / (deviation / Math.Sqrt(allowed.Length));
            if (Math.Abs(z) > Limit)
            {
                string name = _schema.Features[feature].Name;
                context.Raise(new("instrument.shifted", $"The mean of '{name}' over {allowed.Length} allowed calls lies {Math.Abs(z):f1} standard errors {(z > 0 ? "above" : "below")} the training data's.", AlertSeverity.High)
                {
                    Feature = name,
                    Value = z,
                    Threshold = Limit,
                });
            }
        }
    }

    private static double[] Allowed(ColumnBlock block, int feature)
    {
        List<double> values = [];
        for (int row = 0; row < block.RowCount; row++)
        {
            float value = block.Feature(feature)[row];
            if (block.Actions[row] <= SafetyAction.Flag && !float.IsNaN(value))
            {
                values.Add(value);
            }
        }

        return [.. values];
    }

    private static (double Mean, double Deviation) Describe(IEnumerable<double> values)
    {
        double[] all = [.. values];
        double mean = all.Average();
        return (mean, Math.Sqrt(all.Sum(value => (value - mean) * (value - mean)) / (all.Length - 1)));
    }
}
