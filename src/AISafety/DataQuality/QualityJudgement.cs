namespace AISafety.DataQuality;

/// <summary>What one look found, and what it looked for and did not find. Of what is neither, nothing is known: it is not over because nobody could look.</summary>
internal sealed class QualityJudgement
{
    private readonly HashSet<QualityCondition> _absent = [];

    public List<DataQualityFinding> Findings { get; } = [];

    /// <summary>It was looked for, with data enough to see it, and is not there.</summary>
    public void NotFound(DataQualityCheck check, string? feature, string metric) => _absent.Add(new(check, feature, metric));

    public bool IsNotFound(QualityCondition condition) => _absent.Contains(condition);
}
