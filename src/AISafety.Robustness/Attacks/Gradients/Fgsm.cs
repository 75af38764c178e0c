namespace AISafety.Robustness;

/// <summary>The fast gradient sign method: one step of the whole budget, along the sign of the gradient (L-inf) or along the gradient (L2).</summary>
/// <remarks>Source: I. Goodfellow, J. Shlens and C. Szegedy, Explaining and harnessing adversarial examples, ICLR 2015. Fast, and weak: one gradient, and a question at either end of the step.</remarks>
public sealed record Fgsm : GradientAttack
{
    /// <inheritdoc/>
    public override string Name => "FGSM";

    internal override GradientPlan Plan() => new(1, Budget.Epsilon, 1, false, 0, false);
}
