namespace AISafety.Robustness;

/// <summary>The radii that a method certifies: no change within a row's radius changes the right answer.</summary>
public sealed class CertifiedCurve
{
    private readonly double[] _sorted;
    private readonly double _confidence;

    internal CertifiedCurve(string method, AttackNorm norm, double[] radii, double confidence)
    {
        (Method, Norm, Radii, _confidence) = (method, norm, radii, confidence);
        _sorted = [.. radii.Order()];
    }

    /// <summary>What certified.</summary>
    public string Method { get; }

    /// <summary>How a change is measured.</summary>
    public AttackNorm Norm { get; }

    /// <summary>The radius of each row: 0 where nothing is certified, or the answer is wrong.</summary>
    public ReadOnlyMemory<double> Radii { get; }

    /// <summary>The share of rows that are certified at a radius: whose own is at least that, and more than 0.</summary>
    /// <param name="radius">0 or more.</param>
    public RobustnessShare Accuracy(double radius)
    {
        int first = 0;
        while (first < _sorted.Length && (_sorted[first] < radius || _sorted[first] <= 0))
        {
            first++;
        }

        return RobustnessShare.Of(_sorted.Length - first, _sorted.Length, _confidence);
    }
}
