using AISafety;

namespace LoanRollout;

/// <summary>The versions of the model.</summary>
internal static class Versions
{
    /// <summary>In service; fails one call in a hundred.</summary>
    public static IModel<Loan, Offer> Current { get; } = Model.FromDelegate<Loan, Offer>(static loan => IsUnlucky(loan, 100) ? throw new TimeoutException() : Rate(loan));

    /// <summary>The new one: finer rates, but it fails one call in twelve, by a bug that nobody saw.</summary>
    public static IModel<Loan, Offer> Next { get; } = Model.FromDelegate<Loan, Offer>(static loan => IsUnlucky(loan, 12)
        ? throw new InvalidOperationException("not thought of")
        : new(Math.Round(Rate(loan).Rate + (loan.Income > 70_000 ? -0.4 : 0), 3)));

    public static Offer Rate(Loan loan) => new(Math.Round(3 + (8 * loan.Amount / loan.Income), 3));

    private static bool IsUnlucky(Loan loan, int of) => int.Parse(loan.Customer.AsSpan("customer-".Length), null) * 7919 % 10_007 % of == 0;
}
