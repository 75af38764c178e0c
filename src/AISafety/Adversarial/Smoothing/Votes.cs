using AISafety.Statistics;

namespace AISafety.Adversarial;

/// <summary>Counts the answers of noisy copies.</summary>
internal sealed class Votes
{
    private int[] _counts = [];

    /// <summary>All copies, those without a class included.</summary>
    public int Count { get; private set; }

    /// <summary>The most frequent class, of equal ones the lowest; -1 if there is none.</summary>
    public int Top
    {
        get
        {
            int top = 0;
            for (int i = 1; i < _counts.Length; i++)
            {
                top = _counts[i] > _counts[top] ? i : top;
            }

            return _counts.Length > 0 && _counts[top] > 0 ? top : -1;
        }
    }

    public int Of(int label) => label < _counts.Length ? _counts[label] : 0;

    public void Add(ReadOnlySpan<float> scores)
    {
        Count++;
        int label = TopClass.Of(scores);
        if (scores.Length > _counts.Length)
        {
            Array.Resize(ref _counts, scores.Length);
        }

        if (label >= 0)
        {
            _counts[label]++;
        }
    }

    /// <summary>Whether a two-sided binomial test tells the two most frequent classes apart.</summary>
    public bool IsSettled(double alpha)
    {
        int top = Top;
        if (top < 0)
        {
            return false;
        }

        int next = 0;
        for (int i = 0; i < _counts.Length; i++)
        {
            next = i == top ? next : Math.Max(next, _counts[i]);
        }

        // P(X >= k) at 1/2 is less than alpha / 2 exactly where Clopper and Pearson's lower limit exceeds 1/2.
        return ProportionInterval.ClopperPearson(_counts[top], _counts[top] + next, 1 - alpha).Lower > 0.5;
    }

    public float[] Shares() => Array.ConvertAll(_counts, count => (float)((double)count / Count));
}
