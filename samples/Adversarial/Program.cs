// A model of digits is attacked, and then: detected, defended, certified.
//     dotnet run --project samples/Adversarial
using System.Globalization;
using Adversarial.Train;
using AdversarialSample;
using AISafety;
using AISafety.Adversarial;
using AISafety.Onnx;
using AISafety.Robustness;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
string here = AppContext.BaseDirectory;
string folder = args is ["--output", string given] ? given : here;
DigitsData digits = DigitsData.Read(Path.Combine(here, "digits.csv.gz"));
float[][] clean = digits.HeldOut.Images[..400];
float[][] images = digits.HeldOut.Images[400..600];
int[] labels = digits.HeldOut.Digits[400..600];
ReadOnlyMemory<float> rows = images.SelectMany(static image => image).ToArray();

// The model as it runs in production, and its graph, for gradients and bounds.
using OnnxClassifier<float[]> model = OnnxModel.LoadClassifier(Path.Combine(here, "digits.onnx"), new OnnxClassifierOptions { Activation = OnnxActivation.Softmax });
OnnxGraph graph = OnnxGraph.Load(Path.Combine(here, "digits.onnx"));

// Attacked: a tenth of the grey scale suffices.
AttackBudget budget = AttackBudget.LInfinity(0.1f);
AttackResult attacked = await new Pgd { Budget = budget, Steps = 40 }.RunAsync(graph, rows, labels);
Console.WriteLine($"{attacked.RowCount} digits, {attacked.CleanAccuracy:p1} right. No pixel changed by more than {budget.Epsilon}: {attacked.Accuracy:p1} right.");

// Detected: by a guard that sets off at most one false alarm in twenty, on average. Seeds are for repeatable figures; without them they are drawn, and secret.
AdversarialDetector<float[]> detector = await AdversarialDetector.FitAsync(
    RowModel.Of(model), digits.Training.Images, digits.Training.Digits, clean, AdversarialDetectionOptions.ForImages(new ImageShape(8, 8)) with { Seed = 0 });
RobustnessCertifier certifier = new(graph);
await using SafeModel<float[], Classification> safe = model.WithSafety(safety => safety
    .UseFeatures(FeatureSchema.ForVector([.. Enumerable.Range(0, 64).Select(static pixel => $"pixel{pixel}")]))
    .AddAdversarialDetection(detector, alarmRate: 0.05, otherwise: SafetyAction.Review)
    .AddCertification(certifier, epsilon: 0.01));
float[][] broken = [.. Enumerable.Range(0, attacked.RowCount).Where(row => attacked.Outcomes.Span[row] == RowOutcome.Broken).Select(row => Picture.Row(attacked, row))];
double alarms = await ShareAsync(safe, images, "adversarial.input");
double detected = await ShareAsync(safe, broken, "adversarial.input");
Console.WriteLine($"Detected: {detected:p1} of the {broken.Length} that deceive the model, and {alarms:p1} of the clean ones.");

// ... by an attacker who does not know the detector. One who does is another matter: for him squeezing alone is judged, through which gradients can be sent.
(SqueezingDetector squeezing, InputTransform squeezer) = await Squeezing.CalibrateAsync(graph, clean);
AttackResult aware = await new Pgd { Budget = budget, Steps = 200, Detector = squeezing }.RunAsync(graph, rows, labels);
DetectorRates rates = await DetectorRates.MeasureAsync(squeezing, attacked, aware);
Console.WriteLine($"Squeezing alone: {rates.ObliviousDetectionRate:p1}; of an attacker who knows it, {rates.AwareDetectionRate:p1}.");

// Defended: the majority among noisy copies.
RandomizedSmoothing<float[]> smoothed = new(RowModel.Of(model), new SmoothingOptions { Deviation = 0.2, AnswerSamples = 500, Seed = 0 });
int stillRight = 0;
for (int row = 0; row < attacked.RowCount; row++)
{
    stillRight += (await smoothed.PredictAsync(Picture.Row(attacked, row))).ClassIndex == labels[row] ? 1 : 0;
}

Console.WriteLine($"Defended by smoothing: {(double)stillRight / attacked.RowCount:p1} of the same attacked digits right.");

// Certified: what nobody can do.
double[] distances = [.. images.Select((image, row) => attacked.CleanAnswers.Span[row] == labels[row] ? certifier.CertifiedDistance(image, labels[row], 0.1) : 0)];
Console.WriteLine($"Certified: {distances.Count(static distance => distance >= 0.01) / (double)distances.Length:p1} stay right whatever is done to them within 0.01; half of them within {distances.Order().ElementAt(distances.Length / 2):f3}.");

RobustnessReportBuilder report = new();
await report.AttackAsync(graph, rows, labels, [new Fgsm { Budget = budget }, new Pgd { Budget = budget, Restarts = 4 }, new SquareAttack { Budget = budget, Shape = new(8, 8), MaximumQueries = 300 }], [0.01f, 0.03f, 0.1f]);
report.AddMasking(await GradientMaskingCheck.RunAsync(graph, rows, labels, new() { Budget = budget, Queries = 300, Shape = new(8, 8) }));
report.AddCertificates("CROWN", AttackNorm.LInfinity, distances).AddDetector(rates).ShowExamples(6, new(8, 8));
RobustnessReport built = report.Build();
built.WriteHtml(Path.Combine(folder, "robustness-report.html"), "Digits");
built.WriteJson(Path.Combine(folder, "robustness-report.json"));
Picture.Write(Path.Combine(folder, "digits.svg"), attacked, squeezer, graph);
Console.WriteLine($"Written: {Path.Combine(folder, "robustness-report.html")}, its JSON, and digits.svg: clean, attacked and squeezed.");
return attacked.Accuracy < 0.7 * attacked.CleanAccuracy && detected > 0.5 && alarms < 0.1 && built.Findings.All(static finding => finding.Code != "certificate.contradicted") ? 0 : 1;

static async Task<double> ShareAsync(SafeModel<float[], Classification> safe, float[][] images, string code)
{
    int found = 0;
    foreach (float[] image in images)
    {
        SafetyResult<Classification> result = await safe.EvaluateAsync(image);
        found += result.Evidence.Any(evidence => evidence.Code == code) ? 1 : 0;
    }

    return (double)found / images.Length;
}
