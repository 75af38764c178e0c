namespace AISafety.Robustness;

/// <summary>HopSkipJump: walks along the border of the class towards the row, knowing only answers; the border's slope is estimated by asking around a point on it.</summary>
/// <remarks>
/// <para>Source: J. Chen, M. Jordan and M. Wainwright, HopSkipJumpAttack: a query-efficient decision-based attack, 2020, with its schedules: B0 sqrt(t) questions for the slope at step t, steps of distance / sqrt(t), halved until they succeed.</para>
/// <para>It looks for the least change itself: with <see cref="AttackBudget.Epsilon"/> infinite, distances tell how robust rows are. It starts from noise that is answered wrongly. Where <see cref="StartDraws"/> find none, as where noise always is of the row's class, it never starts: the row counts as held,
/// and in <see cref="AttackResult.NeverStarted"/>.</para>
/// </remarks>
public sealed record HopSkipJump : SearchAttack
{
    private const int MostHalvings = 40;

    /// <summary>How many draws of noise look for a start, at most: 1 to 1,000,000. Default: 1,000.</summary>
    public int StartDraws { get; init; } = 1_000;

    /// <summary>How many questions the first slope takes, B0: 2 to 1,000,000. Default: 100.</summary>
    public int InitialEvaluations { get; init; } = 100;

    /// <summary>How many questions a slope takes at most: <see cref="InitialEvaluations"/> to 1,000,000. Default: 10,000.</summary>
    public int MaximumEvaluations { get; init; } = 10_000;

    /// <summary>Whether a row is done as soon as it is broken in the budget. Default: true. False goes nearer for as long as questions last.</summary>
    public bool StopsInBudget { get; init; } = true;

    /// <inheritdoc/>
    public override string Name => "HopSkipJump";

    /// <inheritdoc/>
    public override AttackKnowledge Knowledge => AttackKnowledge.Answers;

    internal override bool TakesTargets => false;

    internal override bool NeedsEpsilon => false;

    internal override void Check(OptionCheck check, IRowModel model, bool targeted)
    {
        base.Check(check, model, targeted);
        check.Range(nameof(StartDraws), StartDraws, 1, 1_000_000);
        check.Range(nameof(InitialEvaluations), InitialEvaluations, 2, 1_000_000);
        check.Range(nameof(MaximumEvaluations), MaximumEvaluations, InitialEvaluations, 1_000_000);
    }

    internal override IEnumerator<Question> Search(SearchSlot slot)
    {
        for (int attempt = 0; attempt < StartDraws && !slot.Succeeded; attempt++)
        {
            Noise(slot);
            yield return default;
        }

        if (!slot.Succeeded)
        {
            yield break;
        }

        BorderWalk walk = new(slot, Budget);
        for (int step = 1; ; step++)
        {
            // To the border, by halving.
            for (double threshold = walk.BeginHalving(); walk.High - walk.Low > threshold;)
            {
                walk.Blend();
                yield return default;
                walk.Halve(slot.Succeeded);
            }

            double distance = walk.EndHalving();
            if (distance == 0 || (StopsInBudget && float.IsFinite(Budget.Epsilon) && slot.IsBroken))
            {
                yield break;
            }

            // The slope there.
            int questions = (int)Math.Min(InitialEvaluations * Math.Sqrt(step), MaximumEvaluations);
            double radius = walk.BeginSlope(step);
            for (int i = 0; i < questions; i++)
            {
                walk.Probe(radius);
                yield return default;
                walk.Count(slot.Succeeded, radius);
            }

            walk.EndSlope(questions);

            // A step along it.
            double length = distance / Math.Sqrt(step);
            for (int halvings = 0; halvings < MostHalvings; halvings++, length /= 2)
            {
                walk.Step(length);
                yield return default;
                if (slot.Succeeded)
                {
                    walk.Accept();
                    break;
                }
            }
        }
    }

    private void Noise(SearchSlot slot)
    {
        foreach (ref float value in slot.Candidate.AsSpan())
        {
            value = (float)(Budget.Minimum + (slot.Draws.Uniform() * (Budget.Maximum - (double)Budget.Minimum)));
        }
    }
}
