namespace AISafety.Robustness;

/// <summary>An attack that follows gradients.</summary>
public abstract record GradientAttack : Attack
{
    private protected GradientAttack()
    {
    }

    /// <summary>What is raised. Default: cross-entropy of logits, <see cref="AttackLoss.CrossEntropy"/>.</summary>
    public AttackLoss Loss { get; init; }

    /// <summary>Where gradients come from, if not from the model that is attacked: a stand-in for a defence without useful gradients (<see cref="Bpda"/>, <see cref="ExpectationOverTransformation"/>), or another
    /// model whose adversarial rows are tried on this one. Default: the model.</summary>
    public IDifferentiableModel? GradientsFrom { get; init; }

    /// <summary>How a <see cref="Attack.Detector"/> is taken into the loss; it has to be an <see cref="IDifferentiableDetector"/> then. Default: <see cref="DetectorRule.Alternate"/>.</summary>
    public DetectorRule DetectorRule { get; init; }

    /// <summary>Whether rows that were answered wrongly before are moved, too. Default: false. They count as <see cref="RowOutcome.CleanWrong"/> all the same; <see cref="AttackResult.AnswerAccuracy"/> then is what some publications call the
    /// accuracy under attack, where such a row counts as right if the attack has led it to the right answer by mistake.</summary>
    public bool MovesWrongRows { get; init; }

    /// <inheritdoc/>
    public override AttackKnowledge Knowledge => AttackKnowledge.Gradients;

    internal override void Check(OptionCheck check, IRowModel model, bool targeted)
    {
        check.Require(Enum.IsDefined(Loss), nameof(Loss), Loss, "one of AttackLoss");
        check.Require(Enum.IsDefined(DetectorRule), nameof(DetectorRule), DetectorRule, "Alternate or Sum");
        check.Require(
            Detector is null or IDifferentiableDetector, nameof(Detector), Detector?.Name, "an IDifferentiableDetector: gradients cannot evade a detector that has none, and a search by scores can");
        int classes = LossFunctions.LeastClasses(Loss, targeted);
        if (model.OutputLength < classes)
        {
            throw new ArgumentException($"The loss {Loss} needs {classes} classes; the model has {model.OutputLength}.", nameof(model));
        }

        IDifferentiableModel source = GradientsFrom ?? model as IDifferentiableModel
            ?? throw new ArgumentException($"{Name} needs gradients: an IDifferentiableModel, or {nameof(GradientsFrom)}.", nameof(model));
        if (source.InputLength != model.InputLength || source.OutputLength != model.OutputLength)
        {
            throw new ArgumentException($"{nameof(GradientsFrom)} takes {source.InputLength} values and gives {source.OutputLength} scores; the model {model.InputLength} and {model.OutputLength}.", nameof(model));
        }
    }

    internal abstract GradientPlan Plan();

    internal override ValueTask WorkAsync(AttackRun run, CancellationToken cancellationToken) =>
        new GradientLoop(run, Plan(), this, GradientsFrom ?? (IDifferentiableModel)run.Model).WorkAsync(cancellationToken);
}
