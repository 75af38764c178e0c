namespace AISafety.DataQuality;

/// <summary>Turns judgements into what is told of them: each finding, and of what was raised before the end, as often as it is looked for and not found.</summary>
/// <remarks>Not thread-safe. What <see cref="Take"/> returns is told outside of any lock, for handlers of alerts may do anything.</remarks>
internal sealed class QualityConditions
{
    // Those that were raised once stay: one clear alone does not end them, and whether they have ended is known elsewhere.
    private readonly HashSet<QualityCondition> _raised = [];

    public Report Take(QualityJudgement judgement)
    {
        _raised.UnionWith(judgement.Findings.Select(QualityCondition.Of));
        return new(judgement.Findings, [.. _raised.Where(judgement.IsNotFound)]);
    }

    /// <summary>What one judgement has to tell.</summary>
    internal sealed record Report(IReadOnlyList<DataQualityFinding> Found, IReadOnlyList<QualityCondition> NotFound)
    {
        public void Tell(MonitorContext context)
        {
            foreach (DataQualityFinding finding in Found)
            {
                context.Raise(new(finding.Code, finding.Message, finding.Check is DataQualityCheck.Unit or DataQualityCheck.Constant or DataQualityCheck.Stuck ? AlertSeverity.High : AlertSeverity.Medium)
                {
                    Feature = finding.Feature,
                    Metric = finding.Metric,
                    Value = finding.Value,
                    Threshold = finding.Threshold,

                    // Over when it is looked for and not found, however long it takes until somebody can look.
                    ResolveAfter = TimeSpan.Zero,
                    SuggestedAction = finding.Check == DataQualityCheck.Stale ? "Look at the source and its clock." : "Look at where the data comes from, before the model is blamed.",
                });
            }

            foreach (QualityCondition condition in NotFound)
            {
                context.Clear(DataQualityFinding.CodeOf(condition.Check), condition.Feature, condition.Metric);
            }
        }
    }
}
