using AISafety.Adversarial;
using AISafety.Robustness;

namespace AISafety.Evaluation.Robustness;

/// <summary>A network and its images in three parts: training or other reference, clean ones that calibrate, clean ones that are attacked and count as negatives.</summary>
internal sealed record ImageSet(string Name, OnnxGraph Graph, ImageShape Shape, ImageRows Rows, InputTransform[] Squeezers, Range Reference, Range Clean, Range Attacked)
{
    /// <summary>The committed digits: trained on the first 1,000 rows.</summary>
    public static ImageSet Digits()
    {
        string root = Root();
        return new(
            "digits", OnnxGraph.Load(Path.Combine(root, "samples", "Adversarial", "digits.onnx")), new(8, 8),
            ImageRows.Read(VerbArguments.Parse(["--rows", Path.Combine(root, "uci", "digits.csv.gz")]), 64, 10), Grey(new(8, 8)), ..1000, 1000..1400, 1400..1797);
    }

    /// <summary>MNIST's test images 0 to 4,999 and the competition's 256x2 network, which was trained on others; null where the data are absent. Squeezed by one bit and a median, as the paper does it: its images are nearly black and white.</summary>
    public static ImageSet? Mnist(string data)
    {
        string network = Path.Combine(data, "vision", "vnncomp", "mnistfc", "mnist-net_256x2.onnx");
        string images = Path.Combine(data, "vision", "mnist", "t10k-0-5000-images-idx3-ubyte.gz");
        string labels = Path.Combine(data, "vision", "mnist", "t10k-0-5000-labels-idx1-ubyte.gz");
        return !File.Exists(network) || !File.Exists(images) || !File.Exists(labels) ? null : new(
            "mnist", OnnxGraph.Load(network), new(28, 28), ImageRows.Read(VerbArguments.Parse(["--rows", images, "--labels", labels]), 784, 10), [InputTransform.BitDepth(1), InputTransform.Median(new(28, 28))], ..3500, 3500..4500, 4500..5000);
    }

    private static InputTransform[] Grey(ImageShape shape) => [InputTransform.BitDepth(3), InputTransform.Median(shape), InputTransform.NonLocalMeans(shape)];

    public float[][] Images(Range range) => [.. Enumerable.Range(0, Rows.Count).Take(range).Select(row => Rows.Row(row).ToArray())];

    public int[] Labels(Range range) => Rows.Labels[range];

    public ReadOnlyMemory<float> Block(Range range)
    {
        (int start, int length) = range.GetOffsetAndLength(Rows.Count);
        return Rows.Values.AsMemory(start * Rows.Width, length * Rows.Width);
    }

    private static string Root()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "AISafety.sln")))
            {
                return folder.FullName;
            }
        }

        throw new BadFileException("The digits lie in the repository, which is not above this program.");
    }
}
