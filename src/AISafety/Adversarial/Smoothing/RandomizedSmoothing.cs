using System.Numerics.Tensors;
using AISafety.Statistics;

namespace AISafety.Adversarial;

/// <summary>A classifier that answers by majority among noisy copies of its input, and can say how far the input may be moved before another class becomes the most probable under noise.</summary>
/// <typeparam name="TIn">What the model is asked.</typeparam>
/// <remarks>
/// <para>As Cohen et al. define it: an answer takes the two most frequent classes of <see cref="SmoothingOptions.AnswerSamples"/> copies, and abstains unless a two-sided binomial test tells them apart at alpha. A certificate chooses a class by one sample, bounds its probability from below by
/// another (Clopper and Pearson, one-sided), and turns the bound into a radius (<see cref="SmoothedRadius"/>).</para>
/// <para>An abstention is an answer without a class, <c>default(Classification)</c>, which every guard that asks for a minimum refuses, and <see cref="DefenceExtensions.AddAbstention"/> sends where you like. Otherwise the probabilities are the shares of votes. A copy for which
/// the model names no class votes for none, which only makes a certificate smaller.</para>
/// <para>Noise comes from the seed and the input's numbers: the same row gets the same answer (0 and -0 are one). An input that differs in the last digit of one number gets noise of its own, so that alpha holds for each distinct row, and who may try n nearly equal rows has up to n alpha of a
/// chance to be misjudged: bound tries outside, as by <see cref="QueryPatternExtensions"/>. Certificates hold for inputs that were not chosen by their noise, which is why the seed is a secret.</para>
/// <para>Source: Cohen, Rosenfeld and Kolter, Certified adversarial robustness via randomized smoothing, ICML 2019. As safe for many threads as its model.</para>
/// </remarks>
public sealed class RandomizedSmoothing<TIn> : IModel<TIn, Classification>
{
    private const ulong Answering = 1;
    private const ulong Selecting = 2;
    private const ulong Estimating = 3;

    private readonly RowModel<TIn> _model;
    private readonly SmoothingOptions _options;
    private readonly SecretKey _key;

    /// <summary>Smooths a model.</summary>
    /// <param name="model">The model.</param>
    /// <param name="options">The noise, and how much is asked; default <see cref="SmoothingOptions.Default"/>.</param>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    /// <exception cref="ArgumentNullException"><paramref name="model"/> is null.</exception>
    public RandomizedSmoothing(RowModel<TIn> model, SmoothingOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        options ??= SmoothingOptions.Default;
        options.Check();
        _model = model;
        _options = options with { Stages = [.. options.Stages] };
        SecretKey key = SecretKey.Of(options.Seed);
        _key = key with { First = SplitMix64.Mix(key.First) };
    }

    /// <summary>Answers by majority among <see cref="SmoothingOptions.AnswerSamples"/> noisy copies.</summary>
    /// <param name="input">The input.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>Shares of votes; without a class if it abstains, or if the input is not finite, in which case the model is not asked.</returns>
    public async ValueTask<Classification> PredictAsync(TIn input, CancellationToken cancellationToken = default)
    {
        if (!TensorPrimitives.IsFiniteAll(_model.Read(input).Span))
        {
            return default;
        }

        Votes votes = await VoteAsync(input, new(), NoiseOf(input, 0, Answering), 0, _options.AnswerSamples, cancellationToken).ConfigureAwait(false);
        return votes.IsSettled(_options.Alpha) ? Classification.TakeProbabilities(votes.Shares()) : default;
    }

    /// <summary>Certifies an input.</summary>
    /// <param name="input">The input.</param>
    /// <param name="draw">Another number draws other noise, as for a simulation. Taking the best of several certificates breaks their promise.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The certificate; it abstains where nothing holds. What the model throws is thrown.</returns>
    public async ValueTask<SmoothingCertificate> CertifyAsync(TIn input, ulong draw = 0, CancellationToken cancellationToken = default)
    {
        SmoothingCertificate certificate = new() { Alpha = _options.Alpha, Deviation = _options.Deviation };
        if (!TensorPrimitives.IsFiniteAll(_model.Read(input).Span))
        {
            return certificate;
        }

        Votes selection = await VoteAsync(input, new(), NoiseOf(input, draw, Selecting), 0, _options.SelectionSamples, cancellationToken).ConfigureAwait(false);
        int candidate = selection.Top;
        if (candidate < 0)
        {
            return certificate with { Samples = selection.Count };
        }

        Votes votes = new();
        ulong noise = NoiseOf(input, draw, Estimating);
        double alpha = _options.Alpha / _options.Stages.Count;
        double bound = 0;
        foreach (int stage in _options.Stages)
        {
            votes = await VoteAsync(input, votes, noise, votes.Count, stage - votes.Count, cancellationToken).ConfigureAwait(false);

            // The bounds of all stages hold at once: the best of them holds, too.
            Interval interval = ProportionInterval.ClopperPearson(votes.Of(candidate), votes.Count, 1 - 2 * alpha);
            bound = Math.Max(bound, interval.Lower);
            if (SmoothedRadius.Of(bound, _options.Deviation) >= _options.SufficientRadius || interval.Upper < 0.5)
            {
                break;
            }
        }

        double radius = SmoothedRadius.Of(bound, _options.Deviation);
        return certificate with
        {
            ClassIndex = radius > 0 ? candidate : -1,
            Radius = radius,
            LowerBound = bound,
            Samples = selection.Count + votes.Count,
        };
    }

    private async ValueTask<Votes> VoteAsync(TIn input, Votes votes, ulong noise, int start, int count, CancellationToken cancellationToken)
    {
        ReadOnlyMemory<float> row = _model.Read(input);
        for (int done = 0; done < count; done += _options.BatchSize)
        {
            cancellationToken.ThrowIfCancellationRequested();
            TIn[] batch = new TIn[Math.Min(_options.BatchSize, count - done)];
            for (int i = 0; i < batch.Length; i++)
            {
                float[] copy = new float[row.Length];
                NormalDraws.Add(row.Span, _options.Deviation, noise + (ulong)(start + done + i), copy);
                batch[i] = _model.Write(input, copy);
            }

            foreach (float[] scores in await _model.ScoreAsync(batch, cancellationToken).ConfigureAwait(false))
            {
                votes.Add(scores);
            }
        }

        return votes;
    }

    // Where a purpose's draws begin; each draw has a number of its own from there.
    private ulong NoiseOf(TIn input, ulong draw, ulong purpose) =>
        SplitMix64.Mix(RowHash.Of(_model.Read(input).Span, _key with { First = _key.First + draw }) + purpose * SplitMix64.Step);
}
