using AISafety.Drift.Reporting;

namespace AISafety;

/// <summary>How a set of rows compares with a reference, all at once: the tests of drift detection's windows over whole files, with a page for people and JSON for machines. Immutable.</summary>
/// <remarks>
/// <para>One look: with rows like the reference's, the probability that it finds any drift is <see cref="Alpha"/> at most, for features that are independent or positively dependent. Alpha is divided over inputs, outputs and relations as in
/// <see cref="DriftWatch"/>.</para>
/// <para>Rows are compared by both profiles' samples; counts, means and shares of missing values are of all rows.</para>
/// </remarks>
public sealed partial class DriftReport
{
    private DriftReport(ReferenceProfile reference, ReferenceProfile current, DriftOptions options, DriftWindow window, DriftReportFeature[] features)
    {
        (ReferenceRows, CurrentRows) = (reference.RowCount, current.RowCount);
        (ReferenceCompared, CurrentCompared) = (reference.SampleCount, current.SampleCount);
        Alpha = options.Alpha;
        Testing = options.Testing;
        HasCutoffs = features.Any(one => options.Cutoffs.ContainsKey(one.Drift.Metric));
        Features = Array.AsReadOnly(features);
        Relations = window.Relations;
        Rows = window.Rows;
        DriftedCount = features.Count(static one => one.Drift.IsDrifted);
    }

    /// <summary>Each feature's comparison, in the profile's order: inputs, then outputs.</summary>
    public IReadOnlyList<DriftReportFeature> Features { get; }

    /// <summary>The comparison of the relations between numeric inputs. Null if <see cref="DriftOptions.CompareRows"/> is false, there are not two such features that vary, fewer than 40 rows of the reference, or
    /// fewer than 10 current ones.</summary>
    public RelationDrift? Relations { get; }

    /// <summary>The other comparisons of whole rows that <see cref="DriftOptions.RowMetrics"/> asked for; empty if there are none.</summary>
    public IReadOnlyList<RowDrift> Rows { get; }

    /// <summary>How many features drifted, surely or not.</summary>
    public int DriftedCount { get; }

    /// <summary>Whether a feature drifted, or the relations between features, or whole rows did by another metric.</summary>
    public bool IsDrifted => DriftedCount > 0 || Relations is { IsDrifted: true } || Rows.Any(static row => row.IsDrifted);

    /// <summary>How many rows the reference was fitted from.</summary>
    public long ReferenceRows { get; }

    /// <summary>How many current rows there were.</summary>
    public long CurrentRows { get; }

    /// <summary>How many of the reference's rows were compared: its sample.</summary>
    public int ReferenceCompared { get; }

    /// <summary>How many of the current rows were compared: their sample.</summary>
    public int CurrentCompared { get; }

    /// <summary>The probability of finding any drift where there is none, at most: <see cref="DriftOptions.Alpha"/>.</summary>
    public double Alpha { get; }

    /// <summary>How the tests of many features were made one decision.</summary>
    public MultipleTesting Testing { get; }

    /// <summary>Whether a feature was judged by a fixed cut-off, so that <see cref="Alpha"/> is not promised.</summary>
    public bool HasCutoffs { get; }

    /// <summary>Writes the report as one self-contained page for a browser: no other file, no network. The same bytes for the same report.</summary>
    /// <param name="stream">Takes the page, UTF-8; it is left open.</param>
    /// <param name="title">What the page is called, such as what was compared and when. Default: <c>Drift report</c>.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    public void WriteHtml(Stream stream, string title = "Drift report")
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(title);
        ReportPage.Write(this, title, stream);
    }

    /// <param name="path">Where to; its folder exists. What is there is replaced.</param>
    /// <param name="title">What the page is called.</param>
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <inheritdoc cref="WriteHtml(Stream, string)"/>
    public void WriteHtml(string path, string title = "Drift report")
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        using FileStream file = File.Create(path);
        WriteHtml(file, title);
    }

    /// <summary>Writes the report as JSON, indented; docs/concepts/drift-report.md has its schema. What is NaN or infinite is null.</summary>
    /// <param name="stream">Takes the JSON, UTF-8; it is left open.</param>
    /// <exception cref="ArgumentNullException"><paramref name="stream"/> is null.</exception>
    public void WriteJson(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ReportJson.Write(this, stream);
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
