using AISafety.Statistics;

namespace AISafety.Adversarial;

/// <summary>See <see cref="AdversarialSign.NoiseDisagreement"/>.</summary>
internal sealed class NoiseSign(double deviation, int draws) : AdversarialSign("noise")
{
    private static readonly Scorer _scorer = new();

    internal override int Versions => draws;

    internal override void Write(ReadOnlySpan<float> row, ReadOnlySpan<float[]> versions, ulong draw)
    {
        for (int i = 0; i < versions.Length; i++)
        {
            NormalDraws.Add(row, deviation, draw + (ulong)i, versions[i]);
        }
    }

    internal override SignScorer Fit(SignReference reference) => _scorer;

    private sealed class Scorer : SignScorer
    {
        public override double Score(in SignView view)
        {
            int others = 0;
            foreach (float[] scores in view.Versions)
            {
                others += TopClass.Of(scores) == view.Answer ? 0 : 1;
            }

            return (double)others / view.Versions.Length;
        }
    }
}
