using System.Collections.Immutable;

namespace AISafety.Uncertainty;

/// <summary>The labels that an answer may be, calibrated so that the true one is among them at least as often as was asked for.</summary>
/// <typeparam name="TLabel">What a label is.</typeparam>
/// <remarks>Immutable. One label: sure. Several: undecided between them. None: even the most probable label would be less likely to be right than the coverage allows; only
/// the least ambiguous kind gives such sets.</remarks>
public sealed class PredictionSet<TLabel>
{
    /// <summary>Creates a set.</summary>
    /// <param name="labels">The labels, the most probable first; may be empty.</param>
    /// <param name="top">The most probable label of all, whether in the set or not.</param>
    /// <param name="coverage">How often the true label is to be in such sets: more than 0, less than 1.</param>
    /// <exception cref="ArgumentException"><paramref name="labels"/> is <c>default</c>, or <paramref name="coverage"/> is out of range.</exception>
    public PredictionSet(ImmutableArray<TLabel> labels, TLabel top, double coverage)
    {
        if (labels.IsDefault)
        {
            throw new ArgumentException("Expected labels, or an empty array.", nameof(labels));
        }

        (Labels, Top, Coverage) = (labels, top, MissRate.Require(coverage));
    }

    /// <summary>The labels, the most probable first.</summary>
    public ImmutableArray<TLabel> Labels { get; }

    /// <summary>The most probable label of all, whether in the set or not.</summary>
    public TLabel Top { get; }

    /// <summary>How often the true label is to be in such sets.</summary>
    public double Coverage { get; }

    /// <summary>How many labels there are.</summary>
    public int Count => Labels.Length;

    /// <summary>Whether there is no label.</summary>
    public bool IsEmpty => Labels.IsEmpty;

    /// <summary>Whether there is one label and no other.</summary>
    public bool IsSingleton => Labels.Length == 1;

    /// <summary>Whether a label is in the set.</summary>
    public bool Contains(TLabel label) => Labels.Contains(label);

    /// <summary>The number of labels and the coverage; never the labels, which are an answer.</summary>
    public override string ToString() => FormattableString.Invariant($"{Count} labels at a coverage of {Coverage}");
}
