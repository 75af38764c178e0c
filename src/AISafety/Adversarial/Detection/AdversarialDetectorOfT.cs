using AISafety.Statistics;

namespace AISafety.Adversarial;

/// <summary>A fitted detector of adversarial inputs; see <see cref="AdversarialDetector"/>.</summary>
/// <typeparam name="TIn">What the model is asked.</typeparam>
/// <remarks>Immutable, and as safe for many threads as its model.</remarks>
public sealed class AdversarialDetector<TIn>
{
    private readonly RowModel<TIn> _model;
    private readonly SignMeter<TIn> _meter;
    private readonly SignTail[] _tails;

    internal AdversarialDetector(RowModel<TIn> model, SignMeter<TIn> meter, SignTail[] tails, SplitConformal calibration)
    {
        _model = model;
        _meter = meter;
        _tails = tails;
        Calibration = calibration;
    }

    /// <summary>How many clean rows calibrate the combined score: p-values go down to 1 / (n + 1).</summary>
    public int Calibrating => Calibration.Count;

    /// <summary>How many rows the model is asked for each input, in one batch: the input itself, and what the signs ask for.</summary>
    public int RowsAsked => _meter.Panel.Rows;

    /// <summary>The names of the signs, in the order of <see cref="AdversarialReading.Signs"/>.</summary>
    public IReadOnlyList<string> Signs => [.. _meter.Panel.Signs.Select(static sign => sign.Name)];

    internal SplitConformal Calibration { get; }

    /// <summary>Judges an input: one batch of the model, and one call of the embedding if there is one.</summary>
    /// <param name="input">The input.</param>
    /// <param name="cancellationToken">Cancels the model's calls.</param>
    /// <returns>What was found; an input that cannot be judged says why, and the model is not asked where it need not be. What the model throws is thrown.</returns>
    public async ValueTask<AdversarialReading> ReadAsync(TIn input, CancellationToken cancellationToken = default)
    {
        AdversarialFault fault = _meter.FaultOf(_model.Read(input).Span);
        if (fault != AdversarialFault.None)
        {
            return new() { Fault = fault };
        }

        Measured? measured = await _meter.MeasureAsync(input, cancellationToken).ConfigureAwait(false);
        if (measured is null)
        {
            return new() { Fault = AdversarialFault.NoScores };
        }

        double score = Combine(_tails, measured.Scores, out int foremost);
        string name = _meter.Panel.Signs[foremost].Name;
        return new()
        {
            Score = score,
            PValue = Calibration.PValue(score),
            ClassIndex = measured.Answer,
            Signs = measured.Scores,
            Foremost = measured.Details[foremost] is { } detail ? $"{name} ({detail})" : name,
        };
    }

    internal static double Combine(SignTail[] tails, double[] scores, out int foremost)
    {
        double sum = 0;
        double most = -1;
        foremost = 0;
        for (int i = 0; i < tails.Length; i++)
        {
            double rarity = tails[i].Of(scores[i]);
            sum += rarity;
            (most, foremost) = rarity > most ? (rarity, i) : (most, foremost);
        }

        return sum;
    }
}
