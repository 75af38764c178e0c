using System.ComponentModel.DataAnnotations;
using RangeAttribute = System.ComponentModel.DataAnnotations.RangeAttribute;

namespace AISafety.Analyzers.Tests.Support;

/// <summary>A row that is written by hand too, where the two are compared.</summary>
[FeatureRow]
public sealed partial record Twin(
    [Range(18, 120), Feature(Unit = "years")] int Age,
    [Range(0, double.PositiveInfinity)] double? Income,
    long Long,
    [Range(-1e6, double.PositiveInfinity)] decimal Decimal,
    [Range(-0.1, 0.1)] float Float,
    bool Married,
    Season Season,
    Grade Grade,
    [AllowedValues("NY", "CA")] string? State,
    [AllowedValues(3, 1, -2)] int Code,
    [VectorLength(3)] float[] Embedding,
    [Range(typeof(DateOnly), "1900-01-01", "2030-12-31")] DateOnly Born);
