using Microsoft.ML;

namespace AISafety.MLNet;

public sealed partial class FairClassifier
{
    /// <summary>Writes it to a file, which holds at every moment what was there before or all that is new.</summary>
    /// <param name="path">The file; a zip of a manifest, the features and the models in ML.NET's own format. It names no groups.</param>
    /// <exception cref="IOException">It cannot be written.</exception>
    public void Save(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        FairClassifierFile.Write(path, _context, _features, _parts, PredictsProbabilities);
    }

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    /// <param name="context">Of ML.NET.</param>
    /// <param name="path">The file. Read only files that you trust: a checksum finds damage, not malice.</param>
    /// <exception cref="FileNotFoundException">There is none.</exception>
    /// <exception cref="InvalidDataException">The file is damaged, or was not written by this or an earlier version.</exception>
    public static FairClassifier Load(MLContext context, string path)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentException.ThrowIfNullOrEmpty(path);
        return FairClassifierFile.Read(path, context);
    }
}
