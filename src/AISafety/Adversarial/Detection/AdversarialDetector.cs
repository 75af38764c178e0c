using AISafety.Statistics;

namespace AISafety.Adversarial;

/// <summary>Fits detectors of adversarial inputs: inputs that were tuned so that the model errs.</summary>
/// <remarks>
/// <para>Each sign scores an input. Its score becomes -ln of the share of clean inputs that score as high, and the sum over signs is the combined score: Fisher's statistic. Signs depend on each other, so that its distribution is not Fisher's;
/// therefore the sum itself is calibrated on clean rows that it was not shaped by, and its p-value is split-conformal: clean inputs like these rows have p-values of at most a at a rate of at most a, whatever their distribution, on average over draws of these rows; with the rows that there are the
/// rate is somewhat more or less, the less so the more there are (<see cref="Statistics.CalibrationLaw"/>).</para>
/// <para>Clean rows set aside for calibration are shuffled by the seed and used in two parts: a third says how rare a sign's score is, the rest calibrates.</para>
/// <para>Sources: Fisher, Statistical Methods for Research Workers, 1932; Vovk, Gammerman and Shafer, Algorithmic Learning in a Random World, 2005.</para>
/// </remarks>
public static class AdversarialDetector
{
    /// <summary>Fits a detector.</summary>
    /// <param name="model">The model that is to be protected.</param>
    /// <param name="reference">Inputs that the neighbours and classes are learned from, such as the model's training data; finite, of equal width.</param>
    /// <param name="labels">The class of each, 0 to k - 1 as the model counts them; null for the model's own answers.</param>
    /// <param name="clean">Clean inputs that the model was <em>not</em> trained on, which calibrate; null to set a share of the reference aside. On its training data a model is surer than on new inputs, so that the alarm rate would be higher than asked for.</param>
    /// <param name="options">The signs; default <see cref="AdversarialDetectionOptions.Default"/>.</param>
    /// <param name="embedding">Where neighbours and class distances are measured: a layer's output, say. Null for the numbers of the input.</param>
    /// <param name="cancellationToken">Cancels the fit.</param>
    /// <exception cref="ArgumentException">An option is out of range, or rows do not suffice; the message says what was expected.</exception>
    /// <exception cref="ArgumentNullException"><paramref name="model"/> or <paramref name="reference"/> is null.</exception>
    public static async ValueTask<AdversarialDetector<TIn>> FitAsync<TIn>(
        RowModel<TIn> model,
        IReadOnlyList<TIn> reference,
        IReadOnlyList<int>? labels = null,
        IReadOnlyList<TIn>? clean = null,
        AdversarialDetectionOptions? options = null,
        IModel<TIn, float[]>? embedding = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(reference);
        options ??= AdversarialDetectionOptions.Default;
        options.Check();
        DetectorFit<TIn> fit = new(model, options, embedding);
        fit.Take(reference, labels, clean);
        SignMeter<TIn> meter = await fit.LearnAsync(cancellationToken).ConfigureAwait(false);
        double[][] scores = await fit.MeasureCleanAsync(meter, cancellationToken).ConfigureAwait(false);

        int shaping = scores.Length / 3;
        SignTail[] tails = new SignTail[options.Signs.Count];
        for (int sign = 0; sign < tails.Length; sign++)
        {
            tails[sign] = SignTail.Fit(Array.ConvertAll(scores[..shaping], row => row[sign]));
        }

        double[] combined = Array.ConvertAll(scores[shaping..], row => AdversarialDetector<TIn>.Combine(tails, row, out _));
        return new(model, meter, tails, SplitConformal.Fit(combined));
    }
}
