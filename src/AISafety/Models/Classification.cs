using System.Globalization;
using System.Text.Json.Serialization;

namespace AISafety;

/// <summary>What a classifier answers: probabilities, and the class with the highest.</summary>
/// <remarks>
/// <para>Immutable. <c>default</c>, and an answer with a probability that is not a finite number, have no class:
/// <see cref="ClassIndex"/> is -1, <see cref="Label"/> is empty and <see cref="Probability"/> is NaN, so that nothing that asks for
/// a minimum accepts it.</para>
/// <para>Implementation note: a struct, so that an answer costs one allocation, its probabilities.</para>
/// </remarks>
[JsonConverter(typeof(ClassificationJsonConverter))]
public readonly struct Classification : IEquatable<Classification>
{
    private readonly float[]? _probabilities;
    private readonly string? _label; // null: the class's index
    private readonly int _rank; // the class's index plus one, so that default has no class

    internal Classification(float[] probabilities, string? label, int top)
    {
        _probabilities = probabilities;
        _label = label;
        _rank = top + 1;
    }

    /// <summary>The class with the highest probability, 0 to k - 1; of equal ones the lowest. -1 if there is none.</summary>
    public int ClassIndex => _rank - 1;

    /// <summary>The class's name; empty if there is no class.</summary>
    public string Label => _rank == 0 ? "" : _label ?? ClassIndex.ToString(CultureInfo.InvariantCulture);

    /// <summary>The probability of the class, 0 to 1 if the model is right; NaN if there is no class.</summary>
    public float Probability => _rank > 0 ? _probabilities![_rank - 1] : float.NaN;

    /// <summary>The probability of each class as the model gave it, in the order of the classes.</summary>
    public ReadOnlySpan<float> Probabilities => _probabilities;

    /// <summary>Makes an answer without a model, for a fallback or a test.</summary>
    /// <param name="probabilities">One number a class; copied.</param>
    /// <param name="labels">One name a class. Default: <c>0</c>, <c>1</c>, ...</param>
    /// <exception cref="ArgumentException">There are no probabilities, or not as many labels.</exception>
    public static Classification FromProbabilities(ReadOnlySpan<float> probabilities, IReadOnlyList<string>? labels = null)
    {
        if (probabilities.IsEmpty)
        {
            throw new ArgumentException("Expected at least one probability.", nameof(probabilities));
        }

        if (labels is not null && labels.Count != probabilities.Length)
        {
            throw new ArgumentException($"There are {labels.Count} labels for {probabilities.Length} probabilities.", nameof(labels));
        }

        int top = TopClass.Of(probabilities);
        return new(probabilities.ToArray(), top < 0 ? null : labels?[top], top);
    }

    /// <summary>Makes an answer of an array without copying it, for models that make an array an answer.</summary>
    /// <param name="probabilities">One number a class. It belongs to the answer from now on, and must not be changed.</param>
    /// <returns>An answer whose label is the index of the class, until <see cref="WithLabel"/> names it.</returns>
    /// <exception cref="ArgumentException">There are no probabilities.</exception>
    public static Classification TakeProbabilities(float[] probabilities)
    {
        ArgumentNullException.ThrowIfNull(probabilities);
        return probabilities.Length == 0
            ? throw new ArgumentException("Expected at least one probability.", nameof(probabilities))
            : new(probabilities, null, TopClass.Of(probabilities));
    }

    /// <summary>The same answer with another name of its class. An answer without a class stays without a name.</summary>
    /// <param name="label">The class's name.</param>
    public Classification WithLabel(string label)
    {
        ArgumentNullException.ThrowIfNull(label);
        return _rank > 0 ? new(_probabilities!, label, _rank - 1) : this;
    }

    /// <summary>Whether two answers have the same class, label and probabilities (bit by bit, but NaN equals NaN and -0 equals 0).</summary>
    public bool Equals(Classification other)
    {
        if (_rank != other._rank || Label != other.Label || Probabilities.Length != other.Probabilities.Length)
        {
            return false;
        }

        for (int i = 0; i < Probabilities.Length; i++)
        {
            if (!Probabilities[i].Equals(other.Probabilities[i]))
            {
                return false;
            }
        }

        return true;
    }

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Classification other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(_rank, Label, Probability);

    /// <summary>The class and its probability, such as <c>benign (0.973)</c>.</summary>
    public override string ToString() =>
        _rank > 0 ? string.Create(CultureInfo.InvariantCulture, $"{Label} ({Probability:0.###})") : "no class";

    /// <summary>Whether two answers are equal.</summary>
    public static bool operator ==(Classification left, Classification right) => left.Equals(right);

    /// <summary>Whether two answers differ.</summary>
    public static bool operator !=(Classification left, Classification right) => !left.Equals(right);
}
