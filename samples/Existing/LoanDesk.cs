using System.ComponentModel.DataAnnotations;
using AISafety;

namespace Existing;

/// <summary>Who asks for a loan: a type that the application had before, with the attributes that it had before. Only [FeatureRow] and partial are new.</summary>
[FeatureRow]
public sealed partial record Applicant(
    [property: Range(18, 120)] int Age,
    [property: Range(0.0, 1e7)] double Income,
    [property: AllowedValues("employed", "self-employed", "retired")] string Employment);

/// <summary>What the loan desk answers.</summary>
public sealed record Decision(bool Approved, double Probability);

/// <summary>The model that the application had before: it becomes an <see cref="IModel{TIn, TOut}"/> by one method.</summary>
public sealed class Scorecard : IModel<Applicant, Decision>
{
    public ValueTask<Decision> PredictAsync(Applicant input, CancellationToken cancellationToken = default)
    {
        double probability = 1 / (1 + Math.Exp(-(input.Income - 40_000) / 5_000));
        return new(new Decision(probability >= 0.5, Math.Max(probability, 1 - probability)));
    }
}

/// <summary>A service that the application had before: it asks for a model, and gets the guarded one.</summary>
public sealed class LoanDesk([Microsoft.Extensions.DependencyInjection.FromKeyedServices("credit")] SafeModel<Applicant, Decision> model)
{
    public async Task<string> AskAsync(Applicant applicant, CancellationToken cancellationToken = default)
    {
        SafetyResult<Decision> result = await model.EvaluateAsync(applicant, cancellationToken: cancellationToken);
        return result.TryGetOutput(out Decision? decision) ? $"{(decision.Approved ? "yes" : "no")} ({result})" : $"a person will decide ({result})";
    }
}
