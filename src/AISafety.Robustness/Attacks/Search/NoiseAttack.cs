namespace AISafety.Robustness;

/// <summary>Draws rows from the budget's ball until one succeeds: what chance alone finds. A baseline: where it breaks rows that gradients do not, gradients mislead.</summary>
public sealed record NoiseAttack : SearchAttack
{
    /// <inheritdoc/>
    public override string Name => "Noise";

    /// <inheritdoc/>
    public override AttackKnowledge Knowledge => AttackKnowledge.Answers;

    internal override IEnumerator<Question> Search(SearchSlot slot)
    {
        while (!slot.Succeeded)
        {
            StartingPoint.Draw(slot.Candidate, slot.Original, Budget, slot.Draws);
            yield return default;
        }
    }
}
