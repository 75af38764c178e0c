namespace AISafety.Adversarial;

/// <summary>A change of a row of numbers that leaves alone what matters, and disturbs what an attacker tuned: a squeezer of a detector, or a step before a model.</summary>
/// <remarks>Immutable, and safe for any number of threads. Those of images take pixels of 0 to 1. Derive from it for a transform of your own.</remarks>
public abstract partial class InputTransform
{
    /// <summary>Names the transform.</summary>
    /// <param name="name">A short name, for evidence, such as <c>median 2x2</c>.</param>
    protected InputTransform(string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        Name = name;
    }

    /// <summary>A short name.</summary>
    public string Name { get; }

    /// <summary>How many numbers a row must have; null if any number will do.</summary>
    public virtual int? Width => null;

    /// <summary>Whether what is made of a row depends on the draw, too.</summary>
    public virtual bool IsRandom => false;

    /// <summary>Makes the changed row.</summary>
    /// <param name="row">The row; as long as <see cref="Width"/> says. What is NaN in it may make NaN of others.</param>
    /// <param name="changed">Takes the changed row; as long, in other memory.</param>
    /// <param name="draw">Where chance is asked for: the same number does the same. It can be computed from the input, so that a transform of your own mixes a secret into it.</param>
    public abstract void Apply(ReadOnlySpan<float> row, Span<float> changed, ulong draw);

    /// <inheritdoc/>
    public sealed override string ToString() => Name;
}
