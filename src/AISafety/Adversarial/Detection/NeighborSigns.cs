using AISafety.Statistics;

namespace AISafety.Adversarial;

/// <summary>See <see cref="AdversarialSign.NeighborDistance"/>.</summary>
internal sealed class NeighborDistanceSign(int k) : AdversarialSign("neighbour distance")
{
    internal override int Neighbors => k;

    internal override SignScorer Fit(SignReference reference) => new Scorer(k);

    private sealed class Scorer(int k) : SignScorer
    {
        public override double Score(in SignView view)
        {
            double sum = 0;
            foreach (double distance in view.Distances[..k])
            {
                sum += distance;
            }

            return sum / k;
        }
    }
}

/// <summary>See <see cref="AdversarialSign.NeighborLabels"/>.</summary>
internal sealed class NeighborLabelsSign(int k) : AdversarialSign("neighbour labels")
{
    internal override int Neighbors => k;

    internal override SignScorer Fit(SignReference reference) => new Scorer(k);

    private sealed class Scorer(int k) : SignScorer
    {
        public override double Score(in SignView view) => 1 - (double)view.Labels[..k].Count(view.Answer) / k;
    }
}

/// <summary>See <see cref="AdversarialSign.IntrinsicDimension"/>.</summary>
internal sealed class IntrinsicDimensionSign(int k) : AdversarialSign("intrinsic dimension")
{
    internal override int Neighbors => k;

    internal override SignScorer Fit(SignReference reference) => new Scorer(k);

    private sealed class Scorer(int k) : SignScorer
    {
        public override double Score(in SignView view)
        {
            double dimension = LocalIntrinsicDimension.Of(view.Distances[..k]);

            // Only copies of the input around it: no dimension at all.
            return double.IsNaN(dimension) ? 0 : dimension;
        }
    }
}
