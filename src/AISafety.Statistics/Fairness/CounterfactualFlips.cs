namespace AISafety.Statistics;

/// <summary>How often a prediction changes when nothing of the input does but what it should not depend on.</summary>
/// <remarks>The share of rows whose prediction differs, with Wilson's interval, or Clopper and Pearson's where fewer than five rows changed or stayed. It tests the attribute as the input holds it: what stands for it elsewhere in the input is not changed.
/// Source of the idea: Kusner, Loftus, Russell and Silva, Counterfactual Fairness, NIPS 2017, whose counterfactuals also change what the attribute causes.</remarks>
public static class CounterfactualFlips
{
    /// <summary>Of predictions that were made.</summary>
    /// <param name="before">The predictions of the inputs as they are.</param>
    /// <param name="after">The predictions of the same inputs with the attribute changed; as many.</param>
    /// <param name="confidence">Of the interval; more than 0, less than 1.</param>
    /// <returns>From 0 to 1; undefined without rows.</returns>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="confidence"/> is out of range.</exception>
    public static FairnessValue Rate(ReadOnlySpan<int> before, ReadOnlySpan<int> after, double confidence = 0.95)
    {
        if (before.Length != after.Length)
        {
            throw new ArgumentException($"There are {before.Length} predictions before and {after.Length} after; expected as many of each.", nameof(after));
        }

        int flips = 0;
        for (int i = 0; i < before.Length; i++)
        {
            flips += before[i] == after[i] ? 0 : 1;
        }

        _ = NormalReach.Of(confidence);
        return new RateParts(flips, before.Length, ValueStatus.NoRows).Estimate(confidence);
    }

    /// <summary>Of predictions that are made now, two for each input.</summary>
    /// <param name="inputs">The inputs.</param>
    /// <param name="change">Gives the input with the attribute changed. It must not change the input that it is given.</param>
    /// <param name="predict">The class predicted.</param>
    /// <param name="confidence">Of the interval; more than 0, less than 1.</param>
    /// <returns>From 0 to 1; undefined without rows.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="confidence"/> is out of range.</exception>
    public static FairnessValue Rate<TInput>(ReadOnlySpan<TInput> inputs, Func<TInput, TInput> change, Func<TInput, int> predict, double confidence = 0.95)
    {
        ArgumentNullException.ThrowIfNull(change);
        ArgumentNullException.ThrowIfNull(predict);
        int[] before = new int[inputs.Length];
        int[] after = new int[inputs.Length];
        for (int i = 0; i < inputs.Length; i++)
        {
            before[i] = predict(inputs[i]);
            after[i] = predict(change(inputs[i]));
        }

        return Rate(before, after, confidence);
    }
}
