using AISafety.Statistics;

namespace AISafety.Adversarial;

/// <summary>See <see cref="AdversarialSign.ClassRatio"/>.</summary>
internal sealed class ClassRatioSign(int k) : AdversarialSign("class ratio")
{
    internal override SignScorer Fit(SignReference reference)
    {
        NearestNeighbors?[] classes = new NearestNeighbors?[reference.Classes];
        for (int label = 0; label < classes.Length; label++)
        {
            List<float> points = [];
            for (int row = 0; row < reference.Count; row++)
            {
                if (reference.Labels[row] == label)
                {
                    points.AddRange(reference.Points.AsSpan(row * reference.Columns, reference.Columns));
                }
            }

            classes[label] = points.Count == 0 ? null : NearestNeighbors.Fit<float>(points.ToArray(), reference.Columns);
        }

        return classes.Count(static one => one is not null) >= 2
            ? new Scorer(classes, k)
            : throw new ArgumentException("The reference has rows of one class only; the class ratio takes at least two classes.", nameof(reference));
    }

    private sealed class Scorer(NearestNeighbors?[] classes, int k) : SignScorer
    {
        public override double Score(in SignView view)
        {
            double own = double.PositiveInfinity;
            double other = double.PositiveInfinity;
            double[] distances = new double[k];
            int[] rows = new int[k];
            for (int label = 0; label < classes.Length; label++)
            {
                if (classes[label] is not { } members)
                {
                    continue;
                }

                int count = Math.Min(k, members.Count);
                members.Find(view.Point, distances.AsSpan(0, count), rows.AsSpan(0, count));
                double mean = distances.AsSpan(0, count).ToArray().Average();
                (own, other) = label == view.Answer ? (mean, other) : (own, Math.Min(other, mean));
            }

            // 0 / 0: a copy of reference rows of both.
            return own == 0 ? 0 : own / other;
        }
    }
}
