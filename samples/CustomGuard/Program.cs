// A guard of your own: the model must not be asked about amounts that the caller may not approve.
//     dotnet run --project samples/CustomGuard
using AISafety;

var model = Model.FromDelegate((Loan loan) => loan.Amount < 3 * loan.Income ? "approve" : "decline");
await using var safe = model.WithSafety(safety => safety.AddInputGuard(new ApprovalLimit(50_000)));

foreach (double amount in new[] { 20_000.0, 80_000.0, double.NaN })
{
    var result = await safe.EvaluateAsync(new Loan(amount, Income: 40_000));
    Console.WriteLine(result.TryGetOutput(out var answer) ? $"{amount}: {answer}" : $"{amount}: {result.Action}, {result.Evidence[0]}");
}

internal sealed record Loan(double Amount, double Income);

internal sealed class ApprovalLimit(double limit) : IInputGuard<Loan>
{
    public string Name => "approval-limit";

    // Written so that NaN does not pass.
    public ValueTask<Verdict<Loan>> InspectAsync(Loan loan, SafetyContext context) => new(loan.Amount <= limit
        ? Verdict.Allow
        : Verdict.Review(new Evidence("loan.limit", "The amount is above what may be approved without a person.") { Threshold = limit }));
}
