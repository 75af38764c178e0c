namespace AISafety.Robustness;

/// <summary>An attack that asks the model and follows its answers: for any model.</summary>
public abstract record SearchAttack : Attack
{
    private protected SearchAttack()
    {
    }

    /// <summary>How often the model may be asked for a row: 1 to 100,000,000. Default: 5,000.</summary>
    public int MaximumQueries { get; init; } = 5_000;

    /// <summary>What is raised, by attacks that see scores. Default: <see cref="AttackLoss.Margin"/>, which serves logits and probabilities.</summary>
    public AttackLoss Loss { get; init; } = AttackLoss.Margin;

    /// <inheritdoc/>
    public override AttackKnowledge Knowledge => AttackKnowledge.Scores;

    internal override void Check(OptionCheck check, IRowModel model, bool targeted)
    {
        check.Range(nameof(MaximumQueries), MaximumQueries, 1, 100_000_000);
        check.Require(Enum.IsDefined(Loss), nameof(Loss), Loss, "one of AttackLoss");
        int classes = LossFunctions.LeastClasses(Loss, targeted);
        if (model.OutputLength < classes)
        {
            throw new ArgumentException($"The loss {Loss} needs {classes} classes; the model has {model.OutputLength}.", nameof(model));
        }
    }

    /// <summary>Searches for one row. Each element is a question: <see cref="SearchSlot.Candidate"/> was written before, and what was learnt is in the slot after.</summary>
    internal abstract IEnumerator<Question> Search(SearchSlot slot);

    internal override ValueTask WorkAsync(AttackRun run, CancellationToken cancellationToken) => new SearchLoop(run, this).WorkAsync(cancellationToken);
}
