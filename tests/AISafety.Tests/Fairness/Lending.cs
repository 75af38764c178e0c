namespace AISafety.Tests.Fairness;

internal enum Sex
{
    Female,
    Male,
}

internal sealed record Applicant(Sex? Sex, string Branch, double Score, bool Repays);

/// <summary>A lender that grants loans by score, and what is heard of it.</summary>
internal sealed class Lending : IAsyncDisposable
{
    private readonly SafeModel<Applicant, bool> _safe;

    public Lending(Action<SafetyBuilder<Applicant, bool>> add)
    {
        _safe = Model.FromDelegate((Applicant one) => one.Score >= 0.5).WithSafety(safety =>
        {
            safety.UseOutcomes(static granted => granted ? 1 : 0).OnAlert(Alerts.Add);
            add(safety);
        });
    }

    public List<SafetyAlert> Alerts { get; } = [];

    public SafeModel<Applicant, bool> Safe => _safe;

    /// <param name="applicants">Who asks.</param>
    /// <param name="label">What becomes of a granted (true) or refused (false) loan; null if nothing is heard.</param>
    public async Task AskAsync(IEnumerable<Applicant> applicants, Func<Applicant, bool, float?>? label = null)
    {
        int asked = 0;
        foreach (Applicant one in applicants)
        {
            SafetyResult<bool> result = await _safe.EvaluateAsync(one);
            if (label?.Invoke(one, result.Output) is { } outcome)
            {
                _safe.ReportLabel(result.CallId, outcome);
            }

            if (++asked % 200 == 0)
            {
                await _safe.FlushAsync();
            }
        }

        await _safe.FlushAsync();
    }

    public ValueTask DisposeAsync() => _safe.DisposeAsync();

    /// <summary>Applicants of both sexes in turn.</summary>
    /// <param name="seed">Of the draws.</param>
    /// <param name="count">How many.</param>
    /// <param name="women">The mean score of women, -+ 0.5.</param>
    /// <param name="men">The mean score of men.</param>
    public static IEnumerable<Applicant> Draw(int seed, int count, double women = 0.5, double men = 0.5)
    {
        Random random = new(seed);
        for (int i = 0; i < count; i++)
        {
            Sex sex = i % 2 == 0 ? Sex.Female : Sex.Male;
            double score = (sex == Sex.Female ? women : men) - 0.5 + random.NextDouble();
            yield return new(sex, "north", score, random.NextDouble() < 0.5);
        }
    }
}
