using System.ComponentModel.DataAnnotations;
using AISafety;

namespace Aot;

public enum Employment
{
    Employed,
    SelfEmployed,
    Retired,
}

/// <summary>Who asks for a loan.</summary>
[FeatureRow]
public sealed partial record Applicant(
    [property: Range(18, 120), Feature(Unit = "years")] int Age,
    [property: Range(0.0, 1e7), Feature(Unit = "EUR a year")] double Income,
    Employment Employment,
    [property: AllowedValues("flat", "house"), Sensitive] string Home,
    DateOnly CustomerSince);
