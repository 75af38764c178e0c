namespace AISafety.Adversarial;

/// <summary>See <see cref="AdversarialSign.Squeezing"/>.</summary>
internal sealed class SqueezingSign : AdversarialSign
{
    private readonly InputTransform[] _squeezers;

    public SqueezingSign(InputTransform[] squeezers)
        : base("squeezing")
    {
        if (squeezers.Length == 0 || !Array.TrueForAll(squeezers, static one => one is { IsRandom: false }))
        {
            throw new ArgumentException("Expected at least one squeezer, none of them null or random.", nameof(squeezers));
        }

        _squeezers = squeezers;
    }

    internal override int Versions => _squeezers.Length;

    internal IReadOnlyList<InputTransform> Squeezers => _squeezers;

    internal override void Write(ReadOnlySpan<float> row, ReadOnlySpan<float[]> versions, ulong draw)
    {
        for (int i = 0; i < _squeezers.Length; i++)
        {
            _squeezers[i].Apply(row, versions[i], draw);
        }
    }

    internal override SignScorer Fit(SignReference reference) => new Scorer(_squeezers);

    private sealed class Scorer(InputTransform[] squeezers) : SignScorer
    {
        public override double Score(in SignView view) => Gap(view, Furthest(view));

        public override string Explain(in SignView view) => squeezers[Furthest(view)].Name;

        private static int Furthest(in SignView view)
        {
            int furthest = 0;
            for (int i = 1; i < view.Versions.Length; i++)
            {
                furthest = Gap(view, i) > Gap(view, furthest) ? i : furthest;
            }

            return furthest;
        }

        private static double Gap(in SignView view, int version)
        {
            double sum = 0;
            for (int i = 0; i < view.Scores.Length; i++)
            {
                sum += Math.Abs((double)view.Scores[i] - view.Versions[version][i]);
            }

            return sum;
        }
    }
}
