using AISafety.Adversarial;
using AISafety.Robustness.Reporting;

namespace AISafety.Robustness;

/// <summary>How robust a model is, as far as it is known: what attacks leave, which bounds it from above, and what certificates show, which bounds it from below. A page for people and JSON for machines. Immutable; made by <see cref="RobustnessReportBuilder"/>.</summary>
/// <remarks>Intervals are Wilson's, each for itself at <see cref="Confidence"/>: of the accuracy under that very attack on rows of the same kind. No interval covers an attack that was not tried.</remarks>
public sealed class RobustnessReport
{
    internal RobustnessReport(RobustnessReportParts parts)
    {
        (Confidence, Rows, Clean) = (parts.Confidence, parts.Rows, parts.Clean);
        (Attacks, Together, Certificates) = (Array.AsReadOnly(parts.Attacks), Array.AsReadOnly(parts.Together), Array.AsReadOnly(parts.Certificates));
        (Detectors, Findings, Examples) = (Array.AsReadOnly(parts.Detectors), Array.AsReadOnly(parts.Findings), Array.AsReadOnly(parts.Examples));
        (Masking, Shape) = (parts.Masking, parts.Shape);
    }

    /// <summary>How often an interval holds: more than 0, less than 1.</summary>
    public double Confidence { get; }

    /// <summary>How many rows were attacked, those that were wrong before too.</summary>
    public int Rows { get; }

    /// <summary>The accuracy on the rows as they are.</summary>
    public RobustnessShare Clean { get; }

    /// <summary>Each attack on each budget, in the order of norm, name and epsilon.</summary>
    public IReadOnlyList<RobustnessPoint> Attacks { get; }

    /// <summary>All attacks together, by norm and epsilon: a row holds if no attack broke it within that distance. The least that is known to be lost.</summary>
    public IReadOnlyList<RobustnessPoint> Together { get; }

    /// <summary>What is certified, by method.</summary>
    public IReadOnlyList<CertifiedCurve> Certificates { get; }

    /// <summary>What detectors are worth.</summary>
    public IReadOnlyList<DetectorRates> Detectors { get; }

    /// <summary>What speaks against the figures: signs of masked gradients, and certificates that an attack contradicts.</summary>
    public IReadOnlyList<MaskingFinding> Findings { get; }

    /// <summary>What <see cref="GradientMaskingCheck"/> found; null if it was not run.</summary>
    public MaskingCheckResult? Masking { get; }

    /// <summary>Rows that were broken with the least change; empty unless they were asked for, as they are input.</summary>
    public IReadOnlyList<RobustnessExample> Examples { get; }

    /// <summary>The picture that a row is; null if rows are no pictures.</summary>
    public ImageShape? Shape { get; }

    /// <summary>Writes the report as one self-contained page for a browser: no other file, no network, no script. The same bytes for the same report.</summary>
    /// <param name="stream">Takes the page, UTF-8; it is left open.</param>
    /// <param name="title">What the page is called. Default: <c>Robustness report</c>.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    public void WriteHtml(Stream stream, string title = "Robustness report")
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(title);
        RobustnessPage.Write(this, title, stream);
    }

    /// <param name="path">Where to; its folder exists. What is there is replaced.</param>
    /// <param name="title">What the page is called.</param>
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <inheritdoc cref="WriteHtml(Stream, string)"/>
    public void WriteHtml(string path, string title = "Robustness report")
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        using FileStream file = File.Create(path);
        WriteHtml(file, title);
    }

    /// <summary>Writes the report as JSON, indented; docs/concepts/robustness-report.md has its schema. What is NaN or infinite is null. The values of examples are not in it.</summary>
    /// <param name="stream">Takes the JSON, UTF-8; it is left open.</param>
    /// <exception cref="ArgumentNullException"><paramref name="stream"/> is null.</exception>
    public void WriteJson(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        RobustnessJson.Write(this, stream);
    }

    /// <param name="path">Where to; its folder exists. What is there is replaced.</param>
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <inheritdoc cref="WriteJson(Stream)"/>
    public void WriteJson(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        using FileStream file = File.Create(path);
        WriteJson(file);
    }
}
