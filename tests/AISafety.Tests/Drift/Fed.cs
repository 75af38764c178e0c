using AISafety.Alerts;

namespace AISafety.Tests.Drift;

/// <summary>A safe model with drift detection of inputs and outputs that is fed rows and tells what comes of them.</summary>
internal sealed class Fed
{
    private static readonly FeatureSchema<float[]> _schema = FeatureSchema.ForVector("age", "income");
    private static readonly FeatureSchema<float> _score = FeatureSchema.For<float>().Numeric("score", score => score);

    private readonly DriftRows _rows = new(30, 2);

    public required SafeModel<float[], float> Safe { get; init; }

    public required List<SafetyAlert> Alerts { get; init; }

    public required List<DriftWindow> Windows { get; init; }

    /// <summary>What the model adds to its answers.</summary>
    public float Bias { get; set; }

    public static Fed Start(int reference = 1_000, int window = 1_000, Func<float[], bool>? isRefused = null, Action<DriftWindow>? onWindow = null)
    {
        Fed? fed = null;
        List<SafetyAlert> alerts = [];
        List<DriftWindow> windows = [];
        DriftRows rows = new(29, 2);
        ReferenceProfile profile = ReferenceProfile.Fit(_schema, _score, Enumerable.Range(0, reference).Select(_ => rows.Row()).Select(static row => (row, row[0] + row[1])));
        SafeModel<float[], float> safe = Model.FromDelegate((float[] row) => row[0] + row[1] + fed!.Bias).WithSafety(safety =>
        {
            safety
                .UseFeatures(_schema)
                .UseAlerts(new AlertOptions { ClearReports = 2 })
                .AddDriftDetection(profile, new() { WindowRows = window }, _score, onWindow ?? windows.Add)
                .OnAlert(alerts.Add);
            if (isRefused is not null)
            {
                safety.AddInputGuard(new Refusal(isRefused));
            }
        });
        fed = new() { Safe = safe, Alerts = alerts, Windows = windows };
        return fed;
    }

    public async Task Call(int count, Action<float[]> change)
    {
        for (int i = 0; i < count; i++)
        {
            float[] row = _rows.Row();
            change(row);
            await Safe.EvaluateAsync(row);
            if (i % 100 == 99)
            {
                await Safe.FlushAsync();
            }
        }

        await Safe.FlushAsync();
    }

    private sealed class Refusal(Func<float[], bool> isRefused) : IInputGuard<float[]>
    {
        public string Name => "refusal";

        public ValueTask<Verdict<float[]>> InspectAsync(float[] input, SafetyContext context) =>
            new(isRefused(input) ? Verdict.Block(new Evidence("test.refused", "Refused.")) : Verdict.Allow);
    }
}
