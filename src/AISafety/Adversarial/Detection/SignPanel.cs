namespace AISafety.Adversarial;

/// <summary>The signs of a detector, which ask the model together: one batch an input.</summary>
internal sealed class SignPanel
{
    private readonly AdversarialSign[] _signs;

    public SignPanel(IEnumerable<AdversarialSign> signs)
    {
        _signs = [.. signs];
        Neighbors = _signs.Max(static sign => sign.Neighbors);
        Rows = 1 + _signs.Sum(static sign => sign.Versions);
    }

    public IReadOnlyList<AdversarialSign> Signs => _signs;

    /// <summary>How many nearest rows the signs look at; 0 if none does.</summary>
    public int Neighbors { get; }

    /// <summary>How many rows the model is asked for an input, itself included.</summary>
    public int Rows { get; }

    /// <summary>The row and all its changed versions, as one batch.</summary>
    public TIn[] Batch<TIn>(RowModel<TIn> model, TIn input, ReadOnlySpan<float> row, ulong draw)
    {
        float[][] versions = new float[Rows - 1][];
        for (int i = 0; i < versions.Length; i++)
        {
            versions[i] = new float[row.Length];
        }

        int start = 0;
        foreach (AdversarialSign sign in _signs)
        {
            sign.Write(row, versions.AsSpan(start, sign.Versions), draw);
            start += sign.Versions;
        }

        TIn[] batch = new TIn[Rows];
        batch[0] = input;
        for (int i = 0; i < versions.Length; i++)
        {
            batch[i + 1] = model.Write(input, versions[i]);
        }

        return batch;
    }

    /// <summary>The model's answer, if all scores are there: -1 otherwise.</summary>
    public static int Answer(float[][] scores, int classes) =>
        Array.TrueForAll(scores, one => one.Length == classes && TopClass.Of(one) >= 0) ? TopClass.Of(scores[0]) : -1;
}
