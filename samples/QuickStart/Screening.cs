using AISafety;
using QuickStart.Train;

namespace QuickStart;

/// <summary>The biopsies, split as for the model's training, and what is known about their features.</summary>
internal sealed class Screening
{
    private readonly Dictionary<string, float> _medians = [];

    private Screening(BreastCancerData data)
    {
        Split split = Split.Stratified(data.Classes);
        Training = Array.ConvertAll(split.Training, row => data.Rows[row]);
        HeldOut = Array.ConvertAll(split.HeldOut, row => data.Rows[row]);
        HeldOutClasses = Array.ConvertAll(split.HeldOut, row => data.Classes[row]);
        FeatureSchema<float[]> schema = FeatureSchema.ForVector(BreastCancerData.FeatureNames);
        foreach (Feature feature in schema.Features)
        {
            // From half of the least that the instrument has shown to twice the greatest.
            float[] values = [.. Training.Select(row => row[schema.IndexOf(feature.Name)]).Order()];
            schema = schema.WithRange(feature.Name, Math.Round(values[0] / 2, 4), Math.Round(values[^1] * 2, 4));
            _medians[feature.Name] = values[values.Length / 2];
        }

        Schema = schema;
    }

    public FeatureSchema<float[]> Schema { get; }

    public float[][] Training { get; }

    public float[][] HeldOut { get; }

    /// <summary>0 malignant, 1 benign.</summary>
    public int[] HeldOutClasses { get; }

    /// <summary>Standard errors may be missing: the model hardly uses them, so the median will do.</summary>
    public IEnumerable<string> Imputed => Schema.Features.Select(feature => feature.Name).Where(name => name.EndsWith(" error", StringComparison.Ordinal));

    /// <summary>Where the instrument's zero may lie a little below zero.</summary>
    public IEnumerable<string> NeverNegative => Schema.Features.Select(feature => feature.Name).Where(name => name.Contains("concav", StringComparison.Ordinal));

    public static Screening Load(string folder) => new(BreastCancerData.Read(Path.Combine(folder, "breast_cancer.csv")));

    public float Median(string feature) => _medians[feature];

    public int IndexOf(string feature) => Schema.IndexOf(feature);
}
