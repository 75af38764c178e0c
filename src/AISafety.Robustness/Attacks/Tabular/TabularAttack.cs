namespace AISafety.Robustness;

/// <summary>A greedy search for rows of features: changes the one feature that raises the loss most, then the next, and in the end takes back what was not needed. Only rows that can exist are asked for: within ranges, of the right types, with
/// immutable features as they were.</summary>
/// <remarks>Coordinate search with random restarts: no published algorithm. <see cref="AttackBudget.Epsilon"/> is the share of its range that each number may move, 0 to 1, read to six digits, so that 0.7 of 0 to 10 is 7; categories may become any other. A missing value stays missing.</remarks>
public sealed record TabularAttack : SearchAttack
{
    /// <summary>What can be made of each feature, in the order of the row.</summary>
    public required IReadOnlyList<TabularFeature> Features { get; init; }

    /// <summary>How many features may change; a set counts as one. 1 or more. Default: 2,147,483,647, any number.</summary>
    public int MaximumChanged { get; init; } = int.MaxValue;

    /// <summary>How many values of a number are drawn each time, besides the ends of its reach and their middle: 0 to 10,000. Default: 4.</summary>
    public int Tries { get; init; } = 4;

    /// <summary>How often a row that holds is attacked anew, from random changes: 0 to 100,000. Default: 4.</summary>
    public int Restarts { get; init; } = 4;

    /// <inheritdoc/>
    public override string Name => "Tabular greedy search";

    internal override bool TakesMissing => true;

    internal override bool HasRange(int index, float value) => Features[index].Allows(value);

    internal override double Distance(ReadOnlySpan<float> original, ReadOnlySpan<float> changed)
    {
        double most = 0;
        foreach (TabularUnit unit in TabularUnit.Of(Features))
        {
            most = Math.Max(most, unit.Distance(changed, original));
        }

        return most;
    }

    internal override bool Allows(double distance) => distance <= Most(Budget.Epsilon);

    // A share such as 0.7 is a little less as a float.
    internal static double Most(double epsilon) => epsilon * (1 + 1e-6);

    internal override void Check(OptionCheck check, IRowModel model, bool targeted)
    {
        base.Check(check, model, targeted);
        check.Require(Budget.Norm == AttackNorm.LInfinity && Budget.Epsilon <= 1, nameof(Budget), Budget, "L-inf, more than 0, at most 1: a share of each number's range");
        check.Require(Features is not null && Features.Count == model.InputLength, nameof(Features), Features?.Count, FormattableString.Invariant($"{model.InputLength} features, as many as the model takes"));
        for (int i = 0; i < Features!.Count; i++)
        {
            check.Require(Features[i] is not null, FormattableString.Invariant($"Features[{i}]"), "null", "a feature");
            Features[i].Check(check, i);
        }

        check.Require(MaximumChanged >= 1, nameof(MaximumChanged), MaximumChanged, "1 or more");
        check.Range(nameof(Tries), Tries, 0, 10_000);
        check.Range(nameof(Restarts), Restarts, 0, 100_000);
    }

    internal override IEnumerator<Question> Search(SearchSlot slot)
    {
        TabularUnit[] units = [.. TabularUnit.Of(Features).Where(unit => unit.IsChangeable(slot.Original))];
        float[] current = [.. slot.Original];
        float[] best = [.. slot.Original];
        List<float> choices = [];
        double clean = slot.Loss;
        for (int start = 0; start <= Restarts && units.Length > 0 && !slot.Succeeded; start++)
        {
            slot.Original.CopyTo(current, 0);
            double level = clean;
            if (start > 0)
            {
                Scatter(slot, units, current);
                current.CopyTo(slot.Candidate, 0);
                yield return default;
                level = slot.Loss;
            }

            for (bool rises = true; rises && !slot.Succeeded;)
            {
                double most = level;
                int changed = units.Count(unit => unit.IsChanged(current, slot.Original));
                foreach (TabularUnit unit in units)
                {
                    if (changed >= MaximumChanged && !unit.IsChanged(current, slot.Original))
                    {
                        continue;
                    }

                    unit.Choices(slot.Original, Budget.Epsilon, Tries, slot.Draws, choices);
                    foreach (float choice in choices)
                    {
                        current.CopyTo(slot.Candidate, 0);
                        if (!unit.Write(slot.Candidate, choice))
                        {
                            continue;
                        }

                        yield return default;
                        if (slot.Succeeded)
                        {
                            break;
                        }

                        if (slot.Loss > most)
                        {
                            most = slot.Loss;
                            slot.Candidate.CopyTo(best, 0);
                        }
                    }

                    if (slot.Succeeded)
                    {
                        break;
                    }
                }

                rises = most > level;
                level = most;
                best.CopyTo(current, 0);
            }
        }

        if (!slot.Succeeded)
        {
            yield break;
        }

        // What can be taken back, one after the other: fewer changed features are better than less distance.
        slot.KeepsLatest = true;
        slot.Candidate.CopyTo(current, 0);
        foreach (TabularUnit unit in units)
        {
            current.CopyTo(slot.Candidate, 0);
            if (unit.IsChanged(current, slot.Original))
            {
                unit.Revert(slot.Candidate, slot.Original);
                yield return default;
                if (slot.Succeeded)
                {
                    slot.Candidate.CopyTo(current, 0);
                }
            }
        }
    }

    private void Scatter(SearchSlot slot, TabularUnit[] units, float[] current)
    {
        int[] order = [.. Enumerable.Range(0, units.Length)];
        slot.Draws.Shuffle(order);
        int count = 1 + slot.Draws.Below(Math.Min(units.Length, MaximumChanged));
        for (int i = 0; i < count; i++)
        {
            units[order[i]].WriteAny(current, slot.Original, Budget.Epsilon, slot.Draws);
        }
    }
}
