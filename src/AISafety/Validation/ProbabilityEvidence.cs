using System.Globalization;
using AISafety.Statistics;

namespace AISafety.Validation;

/// <summary>The one wording for what can be wrong with probabilities.</summary>
internal static class ProbabilityEvidence
{
    public static Evidence Create(string code, string name, ProbabilityFault fault, double sum, double tolerance) => fault switch
    {
        ProbabilityFault.Empty => new(code, $"'{name}' has no elements; expected probabilities.") { Feature = name },
        ProbabilityFault.NotFinite => new(code, $"'{name}' holds a number that is not finite; expected probabilities.") { Feature = name },
        ProbabilityFault.OutOfRange => new(code, $"'{name}' holds a number outside 0 to 1; expected probabilities.") { Feature = name },
        _ => new(code, string.Create(CultureInfo.InvariantCulture, $"The sum of '{name}' is not 1 within {tolerance}."))
        {
            Feature = name,
            Score = sum,
            Threshold = 1,
        },
    };
}
