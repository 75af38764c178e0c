namespace AISafety.Adversarial;

/// <summary>What a detector found of one input.</summary>
public sealed record AdversarialReading
{
    /// <summary>Why the input was not judged; <see cref="AdversarialFault.None"/> if it was.</summary>
    public AdversarialFault Fault { get; init; }

    /// <summary>The combined score: the sum over signs of -ln of the share of clean inputs that look as suspicious; 0 or more, greater being more suspicious. NaN if the input was not judged.</summary>
    public double Score { get; init; } = double.NaN;

    /// <summary>The share of clean inputs that look at least as suspicious as this one: a split-conformal p-value, 1 / (n + 1) to 1, n being the calibrating rows. NaN if the input was not judged.</summary>
    public double PValue { get; init; } = double.NaN;

    /// <summary>The model's answer; -1 if there is none.</summary>
    public int ClassIndex { get; init; } = -1;

    /// <summary>Each sign's own score, in the order of the options, in the sign's unit. Empty if the input was not judged.</summary>
    public IReadOnlyList<double> Signs { get; init; } = [];

    /// <summary>The sign that contributes most, such as <c>squeezing (median 2x2)</c>; empty if the input was not judged.</summary>
    public string Foremost { get; init; } = "";
}
