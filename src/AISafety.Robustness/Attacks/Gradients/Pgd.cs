using System.Globalization;

namespace AISafety.Robustness;

/// <summary>Projected gradient descent: many small steps up the loss, each brought back into the budget.</summary>
/// <remarks>Source: A. Madry et al., Towards deep learning models resistant to adversarial attacks, ICLR 2018. With <see cref="Momentum"/> the momentum iterative method of Y. Dong et al., Boosting adversarial attacks with momentum, CVPR 2018.
/// A gradient and a question a step, and a question at the end of each start.</remarks>
public sealed record Pgd : GradientAttack
{
    /// <summary>How many steps a start takes: 1 to 1,000,000. Default: 40.</summary>
    public int Steps { get; init; } = 40;

    /// <summary>How far a step goes, in the unit of <see cref="Attack.Budget"/>: more than 0. Default: NaN, 2.5 epsilon / steps, which can cross the ball.</summary>
    public float StepSize { get; init; } = float.NaN;

    /// <summary>How often a row that holds is attacked anew, from another start: 0 to 100,000. Default: 0. Starts differ only by chance, so this needs <see cref="RandomStart"/>.</summary>
    public int Restarts { get; init; }

    /// <summary>Whether it starts anywhere in the ball. Default: true; false starts at the row, as in the basic iterative method.</summary>
    public bool RandomStart { get; init; } = true;

    /// <summary>The share of the last direction that is kept: 0 to 1. Default: 0, none; 1 in the paper on momentum.</summary>
    public float Momentum { get; init; }

    /// <summary>Whether a row is done as soon as a step succeeds. Default: true. False takes all steps and looks at the last alone, as some published figures do; it finds no more. Against a defence that draws, the first lucky draw ends the attack: ask about the rows again (docs/concepts/attacks.md).</summary>
    public bool StopsEarly { get; init; } = true;

    /// <inheritdoc/>
    public override string Name =>
        string.Create(CultureInfo.InvariantCulture, $"{(Momentum > 0 ? "Momentum PGD" : "PGD")}-{Steps}") + (Restarts > 0 ? string.Create(CultureInfo.InvariantCulture, $" x {Restarts + 1}") : "");

    internal override void Check(OptionCheck check, IRowModel model, bool targeted)
    {
        base.Check(check, model, targeted);
        check.Range(nameof(Steps), Steps, 1, 1_000_000);
        check.Require(float.IsNaN(StepSize) || (StepSize > 0 && float.IsFinite(StepSize)), nameof(StepSize), StepSize, "more than 0 and finite, or NaN");
        check.Range(nameof(Restarts), Restarts, 0, 100_000);
        check.Require(RandomStart || Restarts == 0, nameof(Restarts), Restarts, "0 without RandomStart: every start would be the same");
        check.Range(nameof(Momentum), Momentum, 0, 1);
    }

    internal override GradientPlan Plan() => new(Steps, float.IsNaN(StepSize) ? (float)(2.5 * Budget.Epsilon / Steps) : StepSize, Restarts + 1, RandomStart, Momentum, StopsEarly);
}
