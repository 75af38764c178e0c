namespace AISafety.Robustness;

/// <summary>A way to look for rows that are nearly the same and answered otherwise. Immutable; <c>attack with { Budget = ... }</c> is the same attack on another budget.</summary>
/// <remarks>
/// <para>An attack shows that an answer can be changed; that it fails shows nothing. What no attack finds may still be there: see certificates.</para>
/// <para>Rows are worked on in blocks. What an attack draws for a row depends on <see cref="Seed"/> and the row's index alone, so that the block's size changes no result, as far as the model, and <see cref="GradientAttack.GradientsFrom"/>, give a row the same in any block.
/// Models that draw do not: an <see cref="ExpectationOverTransformation"/> draws by call, and with other blocks gives other means.</para>
/// </remarks>
public abstract record Attack
{
    private protected Attack()
    {
    }

    /// <summary>How far rows may be changed.</summary>
    public required AttackBudget Budget { get; init; }

    /// <summary>Decides all that is drawn. Default: 0.</summary>
    public int Seed { get; init; }

    /// <summary>How many rows the model is asked in one go: 1 to 65,536. Default: 64, whose activations stay in the cache in networks of some hundred units a layer.</summary>
    public int BlockRows { get; init; } = 64;

    /// <summary>A detector that the attacker knows: an attack then succeeds only where the answer is wrong and the row is not flagged. Default: none.</summary>
    public IRowDetector? Detector { get; init; }

    /// <summary>How much what the detector's score exceeds its threshold by counts, in the unit of the loss: 0 or more, finite. Default: 1. Used by searches that see scores, and by gradients under <see cref="DetectorRule.Sum"/>.</summary>
    public double DetectorWeight { get; init; } = 1;

    /// <summary>What the attack is called.</summary>
    public abstract string Name { get; }

    /// <summary>What it knows of the model.</summary>
    public abstract AttackKnowledge Knowledge { get; }

    /// <summary>Attacks rows: looks for any wrong answer.</summary>
    /// <param name="model">The model. An attack by gradients needs an <see cref="IDifferentiableModel"/>, or gradients of another.</param>
    /// <param name="rows">Row by row, finite, within the budget's range. They are not changed.</param>
    /// <param name="labels">The right class of each row: 0 to k - 1.</param>
    /// <param name="cancellationToken">Ends the attack.</param>
    /// <exception cref="ArgumentException">An option is out of range, the model does not suit the attack, or rows and labels do not suit the model.</exception>
    public ValueTask<AttackResult> RunAsync(IRowModel model, ReadOnlyMemory<float> rows, ReadOnlyMemory<int> labels, CancellationToken cancellationToken = default) =>
        StartAsync(model, rows, labels, default, false, cancellationToken);

    /// <summary>Attacks rows: looks for the answer that is wanted.</summary>
    /// <param name="model">The model.</param>
    /// <param name="rows">Row by row.</param>
    /// <param name="labels">The right class of each row.</param>
    /// <param name="targets">The class that is wanted for each row, another than the right one.</param>
    /// <param name="cancellationToken">Ends the attack.</param>
    /// <exception cref="ArgumentException">As for the other overload; or a target is the label, or the attack takes no targets.</exception>
    public ValueTask<AttackResult> RunAsync(
        IRowModel model, ReadOnlyMemory<float> rows, ReadOnlyMemory<int> labels, ReadOnlyMemory<int> targets, CancellationToken cancellationToken = default) =>
        StartAsync(model, rows, labels, targets, true, cancellationToken);

    internal virtual bool TakesTargets => true;

    // Whether a missing value, NaN, can stay in a row.
    internal virtual bool TakesMissing => false;

    internal virtual bool NeedsEpsilon => true;

    // Whether a row can have this value, which is not NaN, there.
    internal virtual bool HasRange(int index, float value) => value >= Budget.Minimum && value <= Budget.Maximum;

    internal virtual void Check(OptionCheck check, IRowModel model, bool targeted)
    {
    }

    internal virtual double Distance(ReadOnlySpan<float> original, ReadOnlySpan<float> changed) => Budget.Distance(original, changed);

    // Whether a change of this size, as Distance measures it, lies in the budget.
    internal virtual bool Allows(double distance) => Budget.Allows(distance);

    internal abstract ValueTask WorkAsync(AttackRun run, CancellationToken cancellationToken);

    private ValueTask<AttackResult> StartAsync(
        IRowModel model, ReadOnlyMemory<float> rows, ReadOnlyMemory<int> labels, ReadOnlyMemory<int> targets, bool targeted, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(model);
        OptionCheck check = OptionCheck.OfArgument(GetType().Name);
        check.Require(Budget is not null, nameof(Budget), "null", "a budget");
        Budget!.Check(OptionCheck.OfArgument(nameof(AttackBudget)), NeedsEpsilon);
        check.Range(nameof(BlockRows), BlockRows, 1, 65_536);
        check.Require(DetectorWeight >= 0 && double.IsFinite(DetectorWeight), nameof(DetectorWeight), DetectorWeight, "0 or more, and finite");
        check.Require(Detector is null || !float.IsNaN(Detector.Threshold), "Detector.Threshold", "NaN", "a number");
        if (targeted && !TakesTargets)
        {
            throw new ArgumentException($"{Name} takes no targets: it starts from any row that is answered wrongly.", nameof(targets));
        }

        Check(check, model, targeted);
        RowCheck.Require(this, model, rows.Span, labels.Span, targets.Span, targeted);
        return RunAsync(new(this, model, rows, labels, targets), cancellationToken);
    }

    private async ValueTask<AttackResult> RunAsync(AttackRun run, CancellationToken cancellationToken)
    {
        await run.ScoreCleanAsync(cancellationToken).ConfigureAwait(false);
        await WorkAsync(run, cancellationToken).ConfigureAwait(false);
        return run.Finish();
    }
}
