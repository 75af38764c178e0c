namespace LoanRollout;

/// <summary>What the model is asked.</summary>
internal sealed record Loan(string Customer, double Income, double Amount);

/// <summary>What it answers.</summary>
internal sealed record Offer(double Rate);
