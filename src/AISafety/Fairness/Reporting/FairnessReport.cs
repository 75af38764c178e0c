using AISafety.Fairness.Reporting;
using AISafety.Statistics;

namespace AISafety.Fairness;

/// <summary>How far decisions differ between groups of people: what is known for certain and what is not, with a page for people and JSON for machines. Immutable.</summary>
/// <remarks>
/// <para>It has no verdict: which criterion is the right one depends on what is decided, and all can hold at once only in special cases.</para>
/// <para>The intervals of all gaps hold together with <see cref="Confidence"/>: each is at <see cref="GapConfidence"/> = 1 - (1 - confidence) / (number of criteria), so that with groups that are alike in all rates the report finds any difference with
/// probability 1 - confidence at most. Rows are taken to be independent: several of one person are not.</para>
/// <para>Of groups with fewer rows than <see cref="FairnessOptions.MinimumGroupSize"/> nothing is told but the number of rows, and sums leave them out, so that they cannot be found by subtraction.</para>
/// </remarks>
public sealed partial class FairnessReport
{
    private FairnessReport(
        GroupAttribute attribute, FairnessOptions options, bool hasLabels, bool hasScores, FairnessReportGroup[] groups, FairnessReportGroup compared, FairnessGap[] gaps, FairnessFrontier? frontier)
    {
        (Attribute, Confidence, MinimumGroupSize) = (attribute.Name, options.Confidence, options.MinimumGroupSize);
        (HasLabels, HasScores, Frontier, Compared) = (hasLabels, hasScores, frontier, compared);
        GapConfidence = GapLevel(options.Confidence, gaps.Length);
        Groups = Array.AsReadOnly(groups);
        Gaps = Array.AsReadOnly(gaps);
        Rows = groups.Sum(static group => group.Rows);
    }

    /// <summary>What rows are grouped by.</summary>
    public string Attribute { get; }

    /// <summary>How many rows there are, those of small groups too.</summary>
    public long Rows { get; }

    /// <summary>Whether there were labels. Without them only selection rates are known.</summary>
    public bool HasLabels { get; }

    /// <summary>Whether there were scores.</summary>
    public bool HasScores { get; }

    /// <summary>How often all intervals of gaps hold together, and each interval of a rate for itself: <see cref="FairnessOptions.Confidence"/>.</summary>
    public double Confidence { get; }

    /// <summary>How often the interval of one gap holds.</summary>
    public double GapConfidence { get; }

    /// <summary>Groups of fewer rows are small: <see cref="FairnessOptions.MinimumGroupSize"/>.</summary>
    public long MinimumGroupSize { get; }

    /// <summary>Every group, in the order of the codes; the empty and the small ones too.</summary>
    public IReadOnlyList<FairnessReportGroup> Groups { get; }

    /// <summary>All groups that are large enough, together.</summary>
    public FairnessReportGroup Compared { get; }

    /// <summary>How far groups differ, one for each criterion that the rows allow.</summary>
    public IReadOnlyList<FairnessGap> Gaps { get; }

    /// <summary>What fairness costs; null if no results were given.</summary>
    public FairnessFrontier? Frontier { get; }

    /// <summary>In how many criteria two groups are known to differ.</summary>
    public int KnownToDiffer => Gaps.Count(IsKnownToDiffer);

    /// <summary>Whether two groups are known to differ: the interval of their difference excludes 0.</summary>
    public static bool IsKnownToDiffer(FairnessGap gap)
    {
        ArgumentNullException.ThrowIfNull(gap);
        return gap.Difference.Interval.Lower > 0;
    }

    /// <summary>Writes the report as one self-contained page for a browser: no other file, no network, no script. The same bytes for the same report.</summary>
    /// <param name="stream">Takes the page, UTF-8; it is left open.</param>
    /// <param name="title">What the page is called, such as what was decided and when. Default: <c>Fairness report</c>.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    public void WriteHtml(Stream stream, string title = "Fairness report")
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(title);
        FairnessPage.Write(this, title, stream);
    }

    /// <param name="path">Where to; its folder exists. What is there is replaced.</param>
    /// <param name="title">What the page is called.</param>
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <inheritdoc cref="WriteHtml(Stream, string)"/>
    public void WriteHtml(string path, string title = "Fairness report")
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        using FileStream file = File.Create(path);
        WriteHtml(file, title);
    }

    /// <summary>Writes the report as JSON, indented; docs/concepts/fairness-report.md has its schema. What is NaN or infinite is null.</summary>
    /// <param name="stream">Takes the JSON, UTF-8; it is left open.</param>
    /// <exception cref="ArgumentNullException"><paramref name="stream"/> is null.</exception>
    public void WriteJson(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        FairnessJson.Write(this, stream);
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
