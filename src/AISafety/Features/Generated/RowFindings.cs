using System.ComponentModel;

namespace AISafety.Generated;

/// <summary>Collects what generated code finds wrong with an input.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class RowFindings
{
    private readonly IReadOnlyList<Feature> _features;
    private readonly List<Evidence> _found;

    internal RowFindings(IReadOnlyList<Feature> features, List<Evidence> found) => (_features, _found) = (features, found);

    /// <summary>The property that is being read, for the message if its getter throws.</summary>
    internal string? Place { get; private set; }

    /// <summary>Says which property is read next.</summary>
    public void At(string name) => Place = name;

    /// <summary>Judges a number; NaN is missing.</summary>
    public void Number(int index, double value, bool isRequired) =>
        FeatureViolations.CollectNumber(_features[index], value, isRequired, _found);

    /// <summary>Judges a number whose range is finer than the row's floats; NaN is missing.</summary>
    public void Exact(int index, double value, bool isRequired) =>
        FeatureViolations.CollectNumber(_features[index], value, isRequired, _found, isExact: true);

    /// <summary>Judges a category's code; NaN is missing.</summary>
    public void Category(int index, float code, bool isRequired)
    {
        if (float.IsNaN(code))
        {
            if (isRequired)
            {
                _found.Add(FeatureViolations.Missing(_features[index]));
            }
        }
        else if (code == Feature.Unseen)
        {
            _found.Add(FeatureViolations.Unseen(_features[index]));
        }
    }

    /// <summary>Judges a vector and its elements.</summary>
    /// <param name="index">The first element's place in the row.</param>
    /// <param name="name">What the vector is called.</param>
    /// <param name="vector">The vector.</param>
    /// <param name="length">The length that it must have.</param>
    /// <param name="isRequired">Whether a NaN among the elements is a violation.</param>
    public void Vector(int index, string name, ReadOnlySpan<float> vector, int length, bool isRequired)
    {
        if (HasLength(name, vector.Length, length))
        {
            for (int i = 0; i < vector.Length; i++)
            {
                Number(index + i, vector[i], isRequired);
            }
        }
    }

    /// <inheritdoc cref="Vector(int, string, ReadOnlySpan{float}, int, bool)"/>
    public void Vector(int index, string name, ReadOnlySpan<double> vector, int length, bool isRequired)
    {
        if (HasLength(name, vector.Length, length))
        {
            for (int i = 0; i < vector.Length; i++)
            {
                Number(index + i, vector[i], isRequired);
            }
        }
    }

    /// <summary>Judges a text.</summary>
    public void Text(TextRule rule, string? text)
    {
        ArgumentNullException.ThrowIfNull(rule);
        rule.Collect(text, _found);
    }

    /// <summary>A nested row that is required is null.</summary>
    public void Missing(string name) => _found.Add(FeatureViolations.Missing(name));

    private bool HasLength(string name, int actual, int expected)
    {
        if (actual == expected)
        {
            return true;
        }

        _found.Add(FeatureViolations.Length(name, actual, expected));
        return false;
    }
}
