using System.ComponentModel.DataAnnotations;
using RangeAttribute = System.ComponentModel.DataAnnotations.RangeAttribute;

namespace AISafety.Analyzers.Tests.Support;

[FeatureRow]
public sealed partial record Address([property: Range(1, 99)] int Zip, double Rent, [AllowedValues("house", "flat")] string Kind)
{
    [VectorLength(2)]
    public float[] Place { get; init; } = [1, 2];

    [StringLength(3)]
    public string? Note { get; init; }
}

[FeatureRow]
public readonly partial record struct Point(float X, float? Y);

/// <summary>Rows in a row: one that must be there, one that may be missing, one that cannot be, and one that may, of a struct.</summary>
[FeatureRow]
public sealed partial class Loan
{
    public double Amount { get; init; } = 1;

    public required Address Home { get; init; }

    [Sensitive]
    public Address? Work { get; init; }

    public Point Where { get; init; }

    public Point? Before { get; init; }
}
