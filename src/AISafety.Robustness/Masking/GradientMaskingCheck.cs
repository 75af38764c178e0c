using System.Globalization;
using System.Numerics.Tensors;

namespace AISafety.Robustness;

/// <summary>Looks for signs that a model's gradients are masked: broken, noisy or vanishing, so that attacks that follow them fail, and the model only seems robust.</summary>
/// <remarks>The signs are those of A. Athalye, N. Carlini and D. Wagner, Obfuscated gradients give a false sense of security, ICML 2018, and N. Carlini et al., On evaluating adversarial robustness, 2019: iterating, more steps and larger budgets never help
/// the model; an attack without bound always succeeds; attacks that know less are no stronger.</remarks>
public static class GradientMaskingCheck
{
    /// <summary>Runs eight attacks on the rows, and compares them.</summary>
    /// <param name="model">The model.</param>
    /// <param name="rows">Row by row; a hundred or some hundreds.</param>
    /// <param name="labels">The right class of each row.</param>
    /// <param name="options">How.</param>
    /// <param name="cancellationToken">Ends the check.</param>
    /// <exception cref="ArgumentException">An option is out of range, or rows do not suit the model.</exception>
    public static async ValueTask<MaskingCheckResult> RunAsync(
        IRowModel model, ReadOnlyMemory<float> rows, ReadOnlyMemory<int> labels, MaskingCheckOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(options);
        options.Check(model);
        AttackBudget budget = options.Budget;
        Pgd pgd = new() { Budget = budget, Steps = options.Steps, GradientsFrom = options.GradientsFrom, Seed = options.Seed, BlockRows = options.BlockRows };
        AttackResult fast = await new Fgsm { Budget = budget, GradientsFrom = options.GradientsFrom, BlockRows = options.BlockRows }.RunAsync(model, rows, labels, cancellationToken).ConfigureAwait(false);
        AttackResult plain = await Run(pgd).ConfigureAwait(false);
        AttackResult longer = await Run(pgd with { Steps = 4 * options.Steps }).ConfigureAwait(false);
        AttackResult half = await Run(pgd with { Budget = budget with { Epsilon = budget.Epsilon / 2 } }).ConfigureAwait(false);
        AttackResult twice = await Run(pgd with { Budget = budget with { Epsilon = budget.Epsilon * 2 } }).ConfigureAwait(false);
        AttackResult whole = await Run(pgd with { Budget = Everything(budget, model.InputLength), Steps = 4 * options.Steps }).ConfigureAwait(false);
        AttackResult search = await Run(Search(options)).ConfigureAwait(false);
        AttackResult noise = await Run(new NoiseAttack { Budget = budget, MaximumQueries = options.Queries, Seed = options.Seed, BlockRows = options.BlockRows }).ConfigureAwait(false);

        double best = Math.Min(plain.Accuracy, longer.Accuracy);
        double zero = ZeroGradients(options.GradientsFrom ?? (IDifferentiableModel)model, plain, options.BlockRows);
        List<MaskingFinding> findings = [];
        Add("masking.iteration", $"{plain.Attack.Name} leaves more than {fast.Attack.Name}, which is one step of it.", fast.Accuracy, plain.Accuracy);
        Add("masking.steps", $"{longer.Attack.Name} leaves more than {plain.Attack.Name}: more steps are weaker.", plain.Accuracy, longer.Accuracy);
        Add("masking.budget", $"More is left at {budget} than at half of it.", half.Accuracy, plain.Accuracy);
        Add("masking.budget", $"More is left at twice {budget} than at it.", plain.Accuracy, twice.Accuracy);
        Add("masking.unbounded", "Rows hold although every value may become any other.", 0, whole.Accuracy);
        Add("masking.black-box", $"{search.Attack.Name}, which sees scores alone, leaves less than gradients do.", search.Accuracy, best);
        Add("masking.noise", "Noise breaks more rows than gradients do.", noise.Accuracy, best);
        Add("masking.zero-gradient", "Rows have no gradient at all.", 0, zero);
        return new([.. findings], [fast, plain, longer, half, twice, whole, search, noise], zero);

        ValueTask<AttackResult> Run(Attack attack) => attack.RunAsync(model, rows, labels, cancellationToken);

        void Add(string code, string text, double expected, double found)
        {
            if (found > expected + options.Tolerance)
            {
                findings.Add(new(code, string.Create(CultureInfo.InvariantCulture, $"{text} ({found:0.000}; expected at most {expected:0.000})"), expected, found));
            }
        }
    }

    private static SearchAttack Search(MaskingCheckOptions options) => options is { Shape: { } shape, Budget.Norm: AttackNorm.LInfinity }
        ? new SquareAttack { Budget = options.Budget, Shape = shape, MaximumQueries = options.Queries, Seed = options.Seed, BlockRows = options.BlockRows }
        : new SimBa { Budget = options.Budget, StepSize = options.Budget.Epsilon, MaximumQueries = options.Queries, Seed = options.Seed, BlockRows = options.BlockRows };

    private static AttackBudget Everything(AttackBudget budget, int width)
    {
        double range = (double)budget.Maximum - budget.Minimum;
        return budget with { Epsilon = (float)(budget.Norm == AttackNorm.L2 ? range * Math.Sqrt(width) : range) };
    }

    private static double ZeroGradients(IDifferentiableModel source, AttackResult attacked, int blockRows)
    {
        (int width, int classes) = (source.InputLength, source.OutputLength);
        float[] gradients = new float[blockRows * width];
        float[] scores = new float[blockRows * classes];
        int zero = 0;
        for (int first = 0; first < attacked.RowCount; first += blockRows)
        {
            int start = first;
            int count = Math.Min(blockRows, attacked.RowCount - first);
            source.Differentiate(
                attacked.Rows.Span.Slice(first * width, count * width),
                (row, answer, slopes) => LossFunctions.Differentiate(AttackLoss.CrossEntropy, answer, attacked.Labels.Span[start + row], -1, slopes),
                scores,
                gradients);
            for (int row = 0; row < count; row++)
            {
                float size = TensorPrimitives.SumOfMagnitudes<float>(gradients.AsSpan(row * width, width));
                zero += attacked.Outcomes.Span[first + row] != RowOutcome.CleanWrong && !(size > 0 && float.IsFinite(size)) ? 1 : 0;
            }
        }

        return (double)zero / attacked.CleanCorrect;
    }
}
