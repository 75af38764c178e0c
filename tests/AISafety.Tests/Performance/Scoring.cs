namespace AISafety.Tests.Performance;

/// <summary>A model that answers what it is asked, so that a test says every probability and prediction itself.</summary>
internal sealed class Scoring : IAsyncDisposable
{
    private readonly SafeModel<Answer, Answer> _safe;

    public Scoring(Action<SafetyBuilder<Answer, Answer>> describe, bool hasOutcomes = true)
    {
        _safe = AISafety.Model.FromDelegate<Answer, Answer>(static input => input).WithSafety(safety =>
        {
            if (hasOutcomes)
            {
                safety.UseOutcomes(static answer => answer.IsOne ? 1 : 0);
            }

            describe(safety);
            safety.OnAlert(Alerts.Add);
        });
    }

    public List<SafetyAlert> Alerts { get; } = [];

    /// <summary>Asks for each answer, and reports its label if there is one.</summary>
    public async Task AskAsync(IEnumerable<(Answer Answer, float? Label)> calls)
    {
        int waiting = 0;
        foreach ((Answer answer, float? label) in calls)
        {
            CallId id = (await _safe.EvaluateAsync(answer)).CallId;
            if (label is { } value)
            {
                Assert.That(_safe.ReportLabel(id, value), Is.EqualTo(OutcomeStatus.Accepted));
            }

            if (++waiting % 1000 == 0)
            {
                await _safe.FlushAsync();
            }
        }

        await _safe.FlushAsync();
    }

    public ValueTask DisposeAsync() => _safe.DisposeAsync();

    /// <summary>Calls whose probability is right, or whose labels are drawn by another one.</summary>
    public static IEnumerable<(Answer Answer, float? Label)> Draw(int seed, int count, Func<double, double>? chance = null)
    {
        Random random = new(seed);
        for (int i = 0; i < count; i++)
        {
            double probability = random.NextDouble();
            double label = random.NextDouble() < (chance?.Invoke(probability) ?? probability) ? 1 : 0;
            yield return (new(probability, probability > 0.5), (float)label);
        }
    }

    public sealed record Answer(double Probability, bool IsOne);
}
