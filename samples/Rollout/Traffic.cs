namespace LoanRollout;

/// <summary>Customers, the same in every run.</summary>
internal sealed class Traffic(int seed)
{
    private readonly Random _random = new(seed);
    private int _customers;

    public Loan Next() => new($"customer-{++_customers}", 20_000 + (60_000 * _random.NextDouble()), 1_000 + (40_000 * _random.NextDouble()));
}
