// Makes samples/QuickStart/breast_cancer.onnx from uci/breast_cancer.csv:
//     dotnet run --project samples/QuickStart/train
// The same data give the same file, byte for byte.
using System.Globalization;
using QuickStart.Train;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
string root = AppContext.BaseDirectory;
while (!File.Exists(Path.Combine(root, "uci", "breast_cancer.csv")))
{
    root = Path.GetDirectoryName(root) ?? throw new FileNotFoundException("No folder above the program has uci/breast_cancer.csv.");
}

BreastCancerData data = BreastCancerData.Read(Path.Combine(root, "uci", "breast_cancer.csv"));
(byte[] model, Quality quality, Split split) = BreastCancerModel.Train(data);
File.WriteAllBytes(Path.Combine(root, "samples", "QuickStart", "breast_cancer.onnx"), model);

Console.WriteLine($"Trained on {split.Training.Length} rows; {split.HeldOut.Length} held out (stratified, seed {Split.Seed}).");
Console.WriteLine($"Held out: accuracy {quality.Accuracy:0.0000}, AUC {quality.Auc:0.0000}, log loss {quality.LogLoss:0.0000}.");
Console.WriteLine($"Wrote samples/QuickStart/breast_cancer.onnx, {model.Length} bytes.");
