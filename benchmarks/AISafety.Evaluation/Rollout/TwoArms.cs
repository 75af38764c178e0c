namespace AISafety.Evaluation.Rollout;

/// <summary>Two versions that are asked in turn, until the second is rolled back.</summary>
internal sealed class TwoArms(IModel<float[], float> stable, IModel<float[], float> candidate) : IRoutedModel<float[], float>
{
    private long _calls;
    private volatile bool _isRolledBack;

    public void RollBack() => _isRolledBack = true;

    public async ValueTask<float> PredictAsync(float[] input, CancellationToken cancellationToken) => await stable.PredictAsync(input, cancellationToken).ConfigureAwait(false);

    public ValueTask<Served<float>> PredictAsync(float[] input, SafetyContext context) =>
        !_isRolledBack && Interlocked.Increment(ref _calls) % 2 == 0 ? AskAsync(candidate, "candidate", input, context) : AskAsync(stable, "stable", input, context);

    private static ValueTask<Served<float>> AskAsync(IModel<float[], float> arm, string name, float[] input, SafetyContext context)
    {
        ValueTask<float> pending = arm.PredictAsync(input, context.CancellationToken);
        return pending.IsCompletedSuccessfully ? new(new Served<float>(pending.Result, name)) : WaitAsync(pending, name);
    }

    private static async ValueTask<Served<float>> WaitAsync(ValueTask<float> pending, string name) => new(await pending.ConfigureAwait(false), name);
}
