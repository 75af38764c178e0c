// A real model on real data, in guards: first ordinary traffic, then what production does to it.
//     dotnet run --project samples/QuickStart
using System.Globalization;
using AISafety;
using AISafety.Onnx;
using AISafety.Review;
using QuickStart;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
Screening screening = Screening.Load(AppContext.BaseDirectory);
using var onnx = OnnxModel.LoadClassifier(Path.Combine(AppContext.BaseDirectory, "breast_cancer.onnx"));
FailingModel model = new(onnx);
InProcessReviewQueue<float[], Classification> reviews = new();
List<SafetyAlert> alerts = [];

await using var safe = model.WithSafety(safety => safety
    .UseFeatures(screening.Schema)
    .AddSanitization(steps =>
    {
        foreach (string feature in screening.Imputed)
        {
            steps.Impute(feature, screening.Median(feature));
        }

        foreach (string feature in screening.NeverNegative)
        {
            steps.Clamp(feature, 0, float.MaxValue);
        }
    })
    .AddInputValidation()
    .AddAnomalyDetection(screening.Training, alarmRate: 0.05)
    .AddOutputValidation(rules => rules
        .Probabilities("probabilities", answer => answer.Probabilities)
        .OneOf("label", answer => answer.Label, "malignant", "benign"))
    .AddConfidenceThreshold(answer => answer.Probability, minimum: 0.9, otherwise: SafetyAction.Review)
    .AddHumanReview(reviews)
    .UseOutcomes(answer => answer.ClassIndex)
    .AddFallbackPolicy(new RuleOfThumb(screening.IndexOf("worst radius")))
    .AddRefusal("screening.refused", "No automatic answer: a person decides, or the measurement is repeated.")
    .AddMonitor(_ => new InstrumentMonitor(screening))
    .OnAlert(alerts.Add));

Console.WriteLine($"{screening.HeldOut.Length} biopsies that the model has never seen; six guards with the fallback, a review queue and a monitor.");
Console.WriteLine();
List<ScenarioOutcome> outcomes = [];
foreach (Scenario scenario in Scenario.All(screening, onnx))
{
    outcomes.Add(await ScenarioOutcome.ReplayAsync(scenario, safe, model, onnx));
}

OutcomeTable.Print(outcomes);
EvidenceList.Print(outcomes);
AlertList.Print(alerts);
await ReviewDesk.DecideOneAsync(reviews, safe);
