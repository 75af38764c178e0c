namespace AISafety.Adversarial;

/// <summary>A sign that has learned from the reference. Immutable.</summary>
internal abstract class SignScorer
{
    /// <summary>The score: greater, the more suspicious; may be +infinity, never NaN.</summary>
    public abstract double Score(in SignView view);

    /// <summary>What to say of it beyond the sign's name; null for nothing. Never a value of the input.</summary>
    public virtual string? Explain(in SignView view) => null;
}
