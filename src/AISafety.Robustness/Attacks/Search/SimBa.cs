using AISafety.Adversarial;

namespace AISafety.Robustness;

/// <summary>SimBA: tries directions of an orthonormal basis in a random order, one step forth or else back, and keeps what raises the loss.</summary>
/// <remarks>Source: C. Guo et al., Simple black-box adversarial attacks, ICML 2019. Each direction is tried once. Steps are brought back into the budget, which the paper, with a budget of queries alone, does not need.</remarks>
public sealed record SimBa : SearchAttack
{
    /// <summary>The directions. Default: <see cref="SimBaBasis.Values"/>.</summary>
    public SimBaBasis Basis { get; init; }

    /// <summary>How far a step goes, in the unit of the values: more than 0, finite. Default: 0.2.</summary>
    public float StepSize { get; init; } = 0.2f;

    /// <summary>The picture that a row is; needed for <see cref="SimBaBasis.Cosines"/>.</summary>
    public ImageShape? Shape { get; init; }

    /// <summary>The share of frequencies that is used, the lowest, along each side: more than 0, at most 1. Default: 0.25.</summary>
    public double Frequencies { get; init; } = 0.25;

    /// <inheritdoc/>
    public override string Name => Basis == SimBaBasis.Cosines ? "SimBA (cosines)" : "SimBA";

    internal override bool NeedsEpsilon => false;

    internal override void Check(OptionCheck check, IRowModel model, bool targeted)
    {
        base.Check(check, model, targeted);
        check.Require(Basis is SimBaBasis.Values or SimBaBasis.Cosines, nameof(Basis), Basis, "Values or Cosines");
        check.Require(StepSize > 0 && float.IsFinite(StepSize), nameof(StepSize), StepSize, "more than 0, and finite");
        check.Require(Frequencies is > 0 and <= 1, nameof(Frequencies), Frequencies, "more than 0, at most 1");
        if (Basis == SimBaBasis.Cosines)
        {
            check.RequireShape(nameof(Shape), Shape, model.InputLength);
        }
    }

    internal override IEnumerator<Question> Search(SearchSlot slot)
    {
        int width = slot.Original.Length;
        int[] order = [.. Enumerable.Range(0, Basis == SimBaBasis.Cosines ? CosineDirection.Count(Shape!, Frequencies) : width)];
        slot.Draws.Shuffle(order);
        float[] best = [.. slot.Original];
        float[] direction = Basis == SimBaBasis.Cosines ? new float[width] : [];
        double most = slot.Loss;
        foreach (int which in order)
        {
            if (Basis == SimBaBasis.Cosines)
            {
                CosineDirection.Write(Shape!, Frequencies, which, direction);
            }

            for (int sign = 1; sign >= -1; sign -= 2)
            {
                if (!Propose(slot, best, direction, which, sign * StepSize))
                {
                    continue;
                }

                yield return default;
                if (slot.Succeeded)
                {
                    yield break;
                }

                if (slot.Loss > most)
                {
                    most = slot.Loss;
                    slot.Candidate.CopyTo(best, 0);
                    break;
                }
            }
        }
    }

    // False where the budget leaves nothing of the step.
    private bool Propose(SearchSlot slot, float[] best, float[] direction, int which, float step)
    {
        best.CopyTo(slot.Candidate, 0);
        if (direction.Length == 0)
        {
            slot.Candidate[which] += step;
        }
        else
        {
            for (int i = 0; i < direction.Length; i++)
            {
                slot.Candidate[i] += step * direction[i];
            }
        }

        StepKernels.Project(slot.Candidate, slot.Original, Budget);
        return !slot.Candidate.AsSpan().SequenceEqual(best);
    }
}
