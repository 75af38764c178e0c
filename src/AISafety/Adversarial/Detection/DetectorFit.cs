using System.Security.Cryptography;

namespace AISafety.Adversarial;

/// <summary>The steps of fitting a detector, and what must hold for each.</summary>
internal sealed class DetectorFit<TIn>(RowModel<TIn> model, AdversarialDetectionOptions options, IModel<TIn, float[]>? embedding)
{
    // A third of them shapes the tails.
    private const int LeastClean = 30;

    // The reference is not one batch: memory of the model grows with rows, and with numbers.
    private const int MostRowsAtOnce = 4_096;
    private const int MostNumbersAtOnce = 4_000_000;

    private readonly SignPanel _panel = new(options.Signs);
    private readonly int _shuffle = options.Seed ?? RandomNumberGenerator.GetInt32(int.MaxValue);
    private TIn[] _reference = [];
    private TIn[] _clean = [];
    private int[]? _labels;
    private int _width;

    /// <summary>Takes the rows, and checks them.</summary>
    public void Take(IReadOnlyList<TIn> reference, IReadOnlyList<int>? labels, IReadOnlyList<TIn>? clean)
    {
        if (labels is not null && labels.Count != reference.Count)
        {
            throw new ArgumentException($"There are {labels.Count} labels for {reference.Count} reference rows.", nameof(labels));
        }

        int[] order = [.. Enumerable.Range(0, reference.Count)];
        int aside = 0;
        if (clean is null)
        {
            new Random(_shuffle).Shuffle(order);
            aside = (int)(options.CalibrationShare * reference.Count);
        }

        _reference = [.. order.Skip(aside).Select(place => reference[place])];
        _labels = labels is null ? null : [.. order.Skip(aside).Select(place => labels[place])];
        _clean = clean is null ? [.. order.Take(aside).Select(place => reference[place])] : [.. clean];
        Require(_reference.Length >= Math.Max(2, _panel.Neighbors), $"There are {_reference.Length} reference rows to learn from; expected at least {Math.Max(2, _panel.Neighbors)}.");
        Require(_clean.Length >= LeastClean, $"There are {_clean.Length} clean rows to calibrate by; expected at least {LeastClean}.");
        _width = model.Read(_reference[0]).Length;
        RequireFinite(_reference, "reference");
        RequireFinite(_clean, "clean");
        foreach (AdversarialSign sign in options.Signs)
        {
            foreach (InputTransform squeezer in (sign as SqueezingSign)?.Squeezers ?? [])
            {
                Require(squeezer.Width is null || squeezer.Width == _width, $"The squeezer '{squeezer.Name}' takes rows of {squeezer.Width} numbers; these have {_width}.");
            }
        }
    }

    /// <summary>Labels and embeds the reference, and has the signs learn from it.</summary>
    public async ValueTask<SignMeter<TIn>> LearnAsync(CancellationToken cancellationToken)
    {
        float[][] scores = await ScoreReferenceAsync(cancellationToken).ConfigureAwait(false);
        int classes = scores[0].Length;
        int[] answers = Array.ConvertAll(scores, static one => TopClass.Of(one));
        Require(classes > 0 && Array.TrueForAll(scores, one => one.Length == classes) && Array.TrueForAll(answers, static answer => answer >= 0), $"The model gave no scores, or other ones than finite numbers of {classes} classes, for a reference row.");
        _labels ??= answers;
        Require(Array.TrueForAll(_labels, label => label >= 0 && label < classes), $"A label is not one of the model's classes; expected 0 to {classes - 1}.");

        float[]? scales = options.Standardize && embedding is null ? ReferenceSpace<TIn>.InverseScales([.. _reference.Select(row => model.Read(row).ToArray())]) : null;
        ReferenceSpace<TIn> space = new(model, embedding, scales);
        List<float> points = [];
        int columns = 0;
        foreach (TIn input in _reference)
        {
            float[] point = await space.PointAsync(input, cancellationToken).ConfigureAwait(false);
            columns = columns == 0 ? point.Length : columns;
            Require(point.Length == columns && columns > 0 && Array.TrueForAll(point, float.IsFinite), $"The embedding gave a reference row {point.Length} numbers, or one that is not finite; expected {columns} finite ones, at least 1.");
            points.AddRange(point);
        }

        return new(model, _panel, space, new([.. points], columns, _labels, classes), _width, SecretKey.Of(options.Seed));
    }

    /// <summary>Scores the clean rows, and shuffles what they score: the first of them shape and the others calibrate, which must not hang on the order that they were given in.</summary>
    public async ValueTask<double[][]> MeasureCleanAsync(SignMeter<TIn> meter, CancellationToken cancellationToken)
    {
        double[][] scores = new double[_clean.Length][];
        for (int row = 0; row < scores.Length; row++)
        {
            Measured? measured = await meter.MeasureAsync(_clean[row], cancellationToken).ConfigureAwait(false);
            Require(measured is not null, $"The model gave clean row {row + 1} (counted from 1), or a changed version of it, no finite scores; nothing can be calibrated by it.");
            scores[row] = measured!.Scores;
        }

        new Random(_shuffle).Shuffle(scores);
        return scores;
    }

    private async ValueTask<float[][]> ScoreReferenceAsync(CancellationToken cancellationToken)
    {
        float[][] scores = new float[_reference.Length][];
        int atOnce = Math.Clamp(MostNumbersAtOnce / Math.Max(1, _width), 1, MostRowsAtOnce);
        for (int start = 0; start < scores.Length; start += atOnce)
        {
            cancellationToken.ThrowIfCancellationRequested();
            ReadOnlyMemory<TIn> chunk = _reference.AsMemory(start, Math.Min(atOnce, scores.Length - start));
            (await model.ScoreAsync(chunk, cancellationToken).ConfigureAwait(false)).CopyTo(scores, start);
        }

        return scores;
    }

    private void RequireFinite(TIn[] rows, string what)
    {
        for (int row = 0; row < rows.Length; row++)
        {
            ReadOnlySpan<float> numbers = model.Read(rows[row]).Span;
            Require(numbers.Length == _width, $"A {what} row has {numbers.Length} numbers; expected {_width}, as the first.");
            foreach (float number in numbers)
            {
                Require(float.IsFinite(number), $"A {what} row has a number that is infinite or NaN; expected finite ones.");
            }
        }
    }

    private static void Require(bool holds, FormattableString fault)
    {
        if (!holds)
        {
            throw new ArgumentException(FormattableString.Invariant(fault));
        }
    }
}
