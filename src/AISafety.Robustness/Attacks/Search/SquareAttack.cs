using AISafety.Adversarial;

namespace AISafety.Robustness;

/// <summary>Square Attack, L-inf: vertical stripes, then squares of plus or minus epsilon at places drawn at random, kept where they raise the loss; they get smaller on a schedule.</summary>
/// <remarks>Source: M. Andriushchenko et al., Square Attack: a query-efficient black-box adversarial attack via random search, ECCV 2020. For pictures.</remarks>
public sealed record SquareAttack : SearchAttack
{
    private const int MostTries = 100;

    // When the share of changed pixels halves, of 10,000 iterations; scaled to as many as there are.
    private static readonly int[] Halvings = [10, 50, 200, 500, 1000, 2000, 4000, 6000, 8000];

    /// <summary>The picture that a row is.</summary>
    public required ImageShape Shape { get; init; }

    /// <summary>The share of pixels in the first square: more than 0, at most 1. Default: 0.8.</summary>
    public double InitialShare { get; init; } = 0.8;

    /// <inheritdoc/>
    public override string Name => "Square Attack";

    internal override void Check(OptionCheck check, IRowModel model, bool targeted)
    {
        base.Check(check, model, targeted);
        check.Require(Budget.Norm == AttackNorm.LInfinity, "Budget.Norm", Budget.Norm, "LInfinity");
        check.Require(InitialShare is > 0 and <= 1, nameof(InitialShare), InitialShare, "more than 0, at most 1");
        check.RequireShape(nameof(Shape), Shape, model.InputLength);
    }

    /// <summary>The side of the square of an iteration.</summary>
    internal int Side(long iteration)
    {
        long scaled = iteration * 10_000 / MaximumQueries;
        double share = InitialShare;
        foreach (int at in Halvings)
        {
            share *= scaled > at ? 0.5 : 1;
        }

        int side = (int)Math.Round(Math.Sqrt(share * Shape.Height * Shape.Width), MidpointRounding.ToEven);
        return Math.Clamp(side, 1, Math.Max(1, Math.Min(Shape.Height, Shape.Width) - 1));
    }

    internal override IEnumerator<Question> Search(SearchSlot slot)
    {
        float[] best = new float[slot.Original.Length];
        Stripes(slot);
        yield return default;
        double most = slot.Loss;
        slot.Candidate.CopyTo(best, 0);
        for (long iteration = 0; !slot.Succeeded; iteration++)
        {
            Square(slot, best, Side(iteration));
            yield return default;
            if (slot.Loss > most)
            {
                most = slot.Loss;
                slot.Candidate.CopyTo(best, 0);
            }
        }
    }

    private void Stripes(SearchSlot slot)
    {
        for (int channel = 0; channel < Shape.Channels; channel++)
        {
            for (int x = 0; x < Shape.Width; x++)
            {
                float change = slot.Draws.Sign() * Budget.Epsilon;
                for (int y = 0; y < Shape.Height; y++)
                {
                    Move(slot, Shape.Index(channel, y, x), change);
                }
            }
        }
    }

    // A square that changes nothing, as where it is drawn again, is not worth a question.
    private void Square(SearchSlot slot, float[] best, int side)
    {
        for (int attempt = 0; attempt < MostTries; attempt++)
        {
            best.CopyTo(slot.Candidate, 0);
            int top = slot.Draws.Below(Shape.Height - side + 1);
            int left = slot.Draws.Below(Shape.Width - side + 1);
            bool changed = false;
            for (int channel = 0; channel < Shape.Channels; channel++)
            {
                float change = slot.Draws.Sign() * Budget.Epsilon;
                for (int y = top; y < top + side; y++)
                {
                    for (int x = left; x < left + side; x++)
                    {
                        int index = Shape.Index(channel, y, x);
                        Move(slot, index, change);
                        changed |= Math.Abs(slot.Candidate[index] - best[index]) >= 1e-7f;
                    }
                }
            }

            if (changed)
            {
                return;
            }
        }
    }

    private void Move(SearchSlot slot, int index, float change) => slot.Candidate[index] = Math.Clamp(change > 0 ? BallEdge.Above(slot.Original[index], change) : BallEdge.Below(slot.Original[index], -change), Budget.Minimum, Budget.Maximum);
}
