using AISafety.Adversarial;

namespace AISafety.Robustness;

/// <summary>Gathers what a <see cref="RobustnessReport"/> tells: attacks, certificates, detectors, checks. All of the same model on the same rows.</summary>
/// <remarks>Not for several threads at once.</remarks>
public sealed class RobustnessReportBuilder
{
    private readonly double _confidence;
    private readonly List<AttackResult> _attacks = [];
    private readonly List<CertifiedCurve> _certificates = [];
    private readonly List<DetectorRates> _detectors = [];
    private AttackResult? _first;
    private MaskingCheckResult? _masking;
    private ImageShape? _shape;
    private int _examples;

    /// <summary>Starts a report.</summary>
    /// <param name="confidence">How often an interval shall hold: more than 0, less than 1. Default: 0.95.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="confidence"/> is out of range.</exception>
    public RobustnessReportBuilder(double confidence = 0.95)
    {
        if (!(confidence is > 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(confidence), confidence, "Expected more than 0 and less than 1.");
        }

        _confidence = confidence;
    }

    /// <summary>Adds what an attack did. Those of one name and norm on several budgets make a curve.</summary>
    /// <param name="result">The result.</param>
    /// <exception cref="ArgumentException">It is of other rows or labels than an earlier one, or the model answered clean rows otherwise.</exception>
    public RobustnessReportBuilder AddAttack(AttackResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        RequireSameRows(result, nameof(result));
        _attacks.Add(result);
        return this;
    }

    /// <summary>Runs attacks on budgets, and adds what they did.</summary>
    /// <param name="model">The model.</param>
    /// <param name="rows">Row by row.</param>
    /// <param name="labels">The right class of each row.</param>
    /// <param name="attacks">The attacks.</param>
    /// <param name="epsilons">Each attack is run with its budget, and each of these as <see cref="AttackBudget.Epsilon"/>.</param>
    /// <param name="cancellationToken">Ends the attacks.</param>
    /// <exception cref="ArgumentException">As for <see cref="Attack.RunAsync(IRowModel, ReadOnlyMemory{float}, ReadOnlyMemory{int}, CancellationToken)"/> and <see cref="AddAttack"/>.</exception>
    public async ValueTask<RobustnessReportBuilder> AttackAsync(
        IRowModel model, ReadOnlyMemory<float> rows, ReadOnlyMemory<int> labels, IReadOnlyList<Attack> attacks, IReadOnlyList<float> epsilons, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(attacks);
        ArgumentNullException.ThrowIfNull(epsilons);
        foreach (Attack attack in attacks)
        {
            foreach (float epsilon in epsilons)
            {
                Attack budgeted = attack with { Budget = attack.Budget with { Epsilon = epsilon } };
                _ = AddAttack(await budgeted.RunAsync(model, rows, labels, cancellationToken).ConfigureAwait(false));
            }
        }

        return this;
    }

    /// <summary>Adds certificates.</summary>
    /// <param name="method">What certified.</param>
    /// <param name="norm">How a change is measured.</param>
    /// <param name="radii">The radius of each row, in the order of the attacked rows: 0 or NaN where nothing is certified, or the answer is wrong.</param>
    /// <exception cref="ArgumentException">A radius is negative.</exception>
    public RobustnessReportBuilder AddCertificates(string method, AttackNorm norm, ReadOnlySpan<double> radii)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(method);
        double[] kept = new double[radii.Length];
        for (int row = 0; row < kept.Length; row++)
        {
            kept[row] = radii[row] < 0 ? throw new ArgumentException($"The radius of row {row} is negative.", nameof(radii)) : double.IsNaN(radii[row]) ? 0 : radii[row];
        }

        _certificates.Add(new(method, norm, kept, _confidence));
        return this;
    }

    /// <summary>Adds what a detector is worth, against who does not know it and who does.</summary>
    /// <param name="rates">The rates.</param>
    /// <exception cref="ArgumentException">They are of other rows, labels or clean answers than what was added before.</exception>
    public RobustnessReportBuilder AddDetector(DetectorRates rates)
    {
        ArgumentNullException.ThrowIfNull(rates);
        RequireSameRows(rates.Oblivious, nameof(rates));
        RequireSameRows(rates.Aware, nameof(rates));
        _detectors.Add(rates);
        return this;
    }

    /// <summary>Adds what was found about gradients.</summary>
    /// <param name="result">The result.</param>
    /// <exception cref="ArgumentException">It is of other rows, labels or clean answers than what was added before.</exception>
    public RobustnessReportBuilder AddMasking(MaskingCheckResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        foreach (AttackResult attack in result.Attacks)
        {
            RequireSameRows(attack, nameof(result));
        }

        _masking = result;
        return this;
    }

    /// <summary>Shows rows that were broken with the least change. They are input: leave it out where the page is read by people who must not see it.</summary>
    /// <param name="count">How many at most: 1 to 1,000. Default: 8.</param>
    /// <param name="shape">The picture that a row is, of 1 or 3 channels. Default: none; the values that changed most are listed.</param>
    /// <exception cref="ArgumentException">The number is out of range, or the picture has other channels.</exception>
    public RobustnessReportBuilder ShowExamples(int count = 8, ImageShape? shape = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, 1_000);
        if (shape is not (null or { Channels: 1 or 3 }))
        {
            throw new ArgumentException($"{shape} cannot be shown; expected 1 or 3 channels.", nameof(shape));
        }

        (_examples, _shape) = (count, shape);
        return this;
    }

    /// <summary>Makes the report.</summary>
    /// <exception cref="InvalidOperationException">There is no attack; or certificates are of another number of rows, or the picture of another number of values.</exception>
    public RobustnessReport Build()
    {
        if (_attacks.Count == 0)
        {
            throw new InvalidOperationException("There is no attack to report.");
        }

        AttackResult first = _attacks[0];
        foreach (CertifiedCurve certificate in _certificates)
        {
            if (certificate.Radii.Length != first.RowCount)
            {
                throw new InvalidOperationException($"'{certificate.Method}' has {certificate.Radii.Length} radii; the attacks have {first.RowCount} rows.");
            }
        }

        if (_shape is not null && _shape.Count != first.RowLength)
        {
            throw new InvalidOperationException($"{_shape} has {_shape.Count} values; a row has {first.RowLength}.");
        }

        RobustnessSummary summary = new(_attacks, _confidence);
        return new(new(
            _confidence,
            first.RowCount,
            RobustnessShare.Of(first.CleanCorrect, first.RowCount, _confidence),
            summary.Attacks(),
            summary.Together(),
            [.. _certificates],
            [.. _detectors],
            [.. _masking?.Findings ?? [], .. _certificates.SelectMany(summary.Contradictions)],
            _masking,
            summary.Examples(_examples),
            _shape));
    }

    private void RequireSameRows(AttackResult result, string name)
    {
        AttackResult first = _first ??= result;
        if (!first.Rows.Span.SequenceEqual(result.Rows.Span) || !first.Labels.Span.SequenceEqual(result.Labels.Span))
        {
            throw new ArgumentException("The attacks were run on different rows.", name);
        }

        if (!first.CleanAnswers.Span.SequenceEqual(result.CleanAnswers.Span))
        {
            throw new ArgumentException("The model answered the clean rows otherwise than before: it is another model, or one that draws.", name);
        }
    }
}
