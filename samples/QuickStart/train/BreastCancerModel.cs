using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace QuickStart.Train;

/// <summary>Trains the sample's model and writes it as ONNX.</summary>
internal static class BreastCancerModel
{
    private const double Penalty = 1;

    /// <summary>Trains on the training rows and judges on the others.</summary>
    public static (byte[] Model, Quality HeldOut, Split Split) Train(BreastCancerData data)
    {
        Split split = Split.Stratified(data.Classes);
        LogisticRegression regression = Rounded(LogisticRegression.Fit(
            [.. split.Training.Select(row => data.Rows[row])], [.. split.Training.Select(row => data.Classes[row])], Penalty));
        Quality quality = Quality.Of(
            [.. split.HeldOut.Select(row => regression.PredictClass1(data.Rows[row]))], [.. split.HeldOut.Select(row => data.Classes[row])]);
        return (Write(regression, data, split, quality), quality, split);
    }

    /// <summary>The graph: standardise, one logit a class, softmax. The two logits are -z/2 and z/2, so P(class 1) = 1 / (1 + exp(-z)).</summary>
    private static byte[] Write(LogisticRegression regression, BreastCancerData data, Split split, Quality quality)
    {
        int width = regression.Weights.Length;
        float[] weights = [.. regression.Weights.SelectMany(weight => (float[])[(float)(-weight / 2), (float)(weight / 2)])];
        float[] bias = [(float)(-regression.Bias / 2), (float)(regression.Bias / 2)];
        return new OnnxGraph("breast_cancer")
            .Node("Sub", ["features", "mean"], ["centred"])
            .Node("Div", ["centred", "scale"], ["standardised"])
            .Node("Gemm", ["standardised", "weights", "bias"], ["logits"])
            .Node("Softmax", ["logits"], ["probabilities"], OnnxAttribute.Integer("axis", 1))
            .Node("ArgMax", ["probabilities"], ["label"], OnnxAttribute.Integer("axis", 1), OnnxAttribute.Integer("keepdims", 0))
            .Constant(OnnxConstant.Floats("mean", Array.ConvertAll(regression.Mean, value => (float)value), width))
            .Constant(OnnxConstant.Floats("scale", Array.ConvertAll(regression.Scale, value => (float)value), width))
            .Constant(OnnxConstant.Floats("weights", weights, width, 2))
            .Constant(OnnxConstant.Floats("bias", bias, 2))
            .Input("features", OnnxType.Tensor(OnnxType.Single, "N", width.ToString(CultureInfo.InvariantCulture)))
            .Output("label", OnnxType.Tensor(OnnxType.Int64, "N"))
            .Output("probabilities", OnnxType.Tensor(OnnxType.Single, "N", "2"))
            .ToModel(
                "AISafety QuickStart",
                ("class_labels", Json(data.ClassNames)),
                ("feature_names", Json(BreastCancerData.FeatureNames)),
                ("description", string.Create(CultureInfo.InvariantCulture,
                    $"Logistic regression, standardised, L2 penalty {Penalty}, trained on {split.Training.Length} of {data.Rows.Length} rows (stratified, seed {Split.Seed}). On the {split.HeldOut.Length} others: accuracy {quality.Accuracy:0.000}, AUC {quality.Auc:0.000}, log loss {quality.LogLoss:0.000}.")),
                ("data", "Breast Cancer Wisconsin (Diagnostic), UCI Machine Learning Repository, CC BY 4.0; see uci/README.md"));
    }

    /// <summary>Six digits of each number, so that the last bits of another machine's exponential function do not reach the file.</summary>
    private static LogisticRegression Rounded(LogisticRegression exact) => new(
        Array.ConvertAll(exact.Mean, Rounded),
        Array.ConvertAll(exact.Scale, Rounded),
        Array.ConvertAll(exact.Weights, Rounded),
        Rounded(exact.Bias));

    private static double Rounded(double value) =>
        double.Parse(value.ToString("G6", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);

    private static string Json(string[] names) => new JsonArray([.. names.Select(name => JsonValue.Create(name))]).ToJsonString(JsonSerializerOptions.Default);
}
