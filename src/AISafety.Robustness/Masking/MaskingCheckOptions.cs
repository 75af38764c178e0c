using AISafety.Adversarial;

namespace AISafety.Robustness;

/// <summary>How <see cref="GradientMaskingCheck"/> looks.</summary>
public sealed record MaskingCheckOptions
{
    /// <summary>The budget that is checked; twice and half of it, and the whole range, are tried too.</summary>
    public required AttackBudget Budget { get; init; }

    /// <summary>How many steps of gradients: 2 to 100,000; four times as many are tried too. Default: 20.</summary>
    public int Steps { get; init; } = 20;

    /// <summary>How often each search asks for a row: 1 to 100,000,000. Default: 1,000.</summary>
    public int Queries { get; init; } = 1_000;

    /// <summary>The picture that a row is: Square Attack is the search, for budgets of L-inf. Default: none; SimBA is the search.</summary>
    public ImageShape? Shape { get; init; }

    /// <summary>Where gradients come from, if not from the model. Default: the model.</summary>
    public IDifferentiableModel? GradientsFrom { get; init; }

    /// <summary>How much better an attack that should be weaker has to be, as a share of rows, before it is found: 0 to 1. Default: 0.01.</summary>
    public double Tolerance { get; init; } = 0.01;

    /// <summary>Decides all that is drawn. Default: 0.</summary>
    public int Seed { get; init; }

    /// <summary>How many rows the model is asked in one go: 1 to 65,536. Default: 64.</summary>
    public int BlockRows { get; init; } = 64;

    internal void Check(IRowModel model)
    {
        OptionCheck check = OptionCheck.OfArgument(nameof(MaskingCheckOptions));
        check.Require(Budget is not null, nameof(Budget), "null", "a budget");
        check.Range(nameof(Steps), Steps, 2, 100_000);
        check.Range(nameof(Queries), Queries, 1, 100_000_000);
        check.Range(nameof(Tolerance), Tolerance, 0, 1);
        check.Range(nameof(BlockRows), BlockRows, 1, 65_536);
        if (Shape is not null)
        {
            check.RequireShape(nameof(Shape), Shape, model.InputLength);
        }
    }
}
