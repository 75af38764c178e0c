using System.Text.Json.Nodes;
using AISafety.Robustness;

namespace AISafety.Evaluation.Robustness;

/// <summary>A network and the rows that it is attacked on: each quantity by one call of the library. Attacks are untargeted, L-inf, on cross-entropy, in 0 to 1; PGD takes steps of 2.5 epsilon / steps from the row itself, its last step counts, and all rows are moved.</summary>
internal sealed class AttackedNetwork(OnnxGraph model, ImageRows rows)
{
    private const int AttributionSteps = 1_000;

    // Attacked by nothing but the smallest step, the result still says what was right before.
    public double Accuracy(int count) => Run(new Fgsm { Budget = AttackBudget.LInfinity(float.Epsilon) }, count).CleanAccuracy;

    public double Fgsm(float epsilon, int count) => Run(new Fgsm { Budget = AttackBudget.LInfinity(epsilon), MovesWrongRows = true }, count).AnswerAccuracy;

    public double Pgd(float epsilon, int steps, int count) =>
        Run(new Pgd { Budget = AttackBudget.LInfinity(epsilon), Steps = steps, RandomStart = false, StopsEarly = false, MovesWrongRows = true }, count).AnswerAccuracy;

    // By intervals, for the rows' own labels: what is answered wrongly is never certified.
    public double Certified(float epsilon, int count)
    {
        RobustnessCertifier certifier = new(model, CertificateMethod.Intervals);
        return (double)Enumerable.Range(0, count).Count(row => certifier.Certify(rows.Row(row), rows.Labels[row], epsilon).IsCertified) / count;
    }

    public JsonArray Logits(int count)
    {
        float[] scores = new float[count * model.OutputLength];
        model.Score(rows.First(count).Span, scores);
        return Table(scores, model.OutputLength);
    }

    public JsonArray Gradients(int count)
    {
        float[] gradients = new float[count * model.InputLength];
        for (int row = 0; row < count; row++)
        {
            ScoreGradient.Of(model, rows.Row(row), rows.Labels[row], new float[model.OutputLength], gradients.AsSpan(row * model.InputLength, model.InputLength));
        }

        return Table(gradients, model.InputLength);
    }

    public JsonObject Attribution(JsonObject asked, int index, int target)
    {
        double[] attributions = IntegratedGradients.Of(model, rows.Row(index), [], target, AttributionSteps);
        float[] scores = new float[2 * model.OutputLength];
        model.Score(rows.Row(index), scores);
        model.Score(new float[model.InputLength], scores.AsSpan(model.OutputLength));
        JsonObject result = [];
        foreach ((string key, JsonNode? node) in asked)
        {
            result[key] = key switch
            {
                "test_index" or "target" or "baseline" => node?.DeepClone(),
                "attributions" => new JsonArray([.. attributions.Select(static value => (JsonNode)value)]),
                "sum" => attributions.Sum(),
                "f_x_minus_f_0" => (double)scores[target] - scores[model.OutputLength + target],
                _ => null,
            };
        }

        return result;
    }

    private AttackResult Run(Attack attack, int count) => attack.RunAsync(model, rows.First(count), rows.FirstLabels(count)).AsTask().GetAwaiter().GetResult();

    private static JsonArray Table(float[] values, int width) =>
        [.. values.Chunk(width).Select(static row => (JsonNode)new JsonArray([.. row.Select(static value => (JsonNode)value)]))];
}
