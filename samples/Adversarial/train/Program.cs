// Makes samples/Adversarial/digits.onnx from uci/digits.csv.gz:
//     dotnet run -c Release --project samples/Adversarial/train
// The same data give the same file, byte for byte.
using System.Globalization;
using Adversarial.Train;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
string root = AppContext.BaseDirectory;
while (!File.Exists(Path.Combine(root, "uci", "digits.csv.gz")))
{
    root = Path.GetDirectoryName(root) ?? throw new FileNotFoundException("No folder above the program has uci/digits.csv.gz.");
}

DigitsData data = DigitsData.Read(Path.Combine(root, "uci", "digits.csv.gz"));
(byte[] model, double accuracy) = DigitsModel.Train(data);
File.WriteAllBytes(Path.Combine(root, "samples", "Adversarial", "digits.onnx"), model);

Console.WriteLine($"Trained on {DigitsData.TrainingRows} rows; {data.HeldOut.Digits.Length} held out: accuracy {accuracy:0.0000}.");
Console.WriteLine($"Wrote samples/Adversarial/digits.onnx, {model.Length} bytes.");
