namespace AISafety.Rollout;

/// <summary>What must be so before a version goes into production. Immutable; may be shared.</summary>
public sealed record PromotionChecklist
{
    /// <summary>Makes a checklist.</summary>
    /// <param name="items">Its items; at least one, and no two with the same code.</param>
    /// <exception cref="ArgumentException">There is none, or two have the same code.</exception>
    public PromotionChecklist(params IEnumerable<PromotionItem> items)
    {
        ArgumentNullException.ThrowIfNull(items);
        PromotionItem[] all = [.. items];
        if (all.Length == 0 || all.Contains(null))
        {
            throw new ArgumentException("A checklist without items, or with one that is null, would let everything pass; expected at least one item.", nameof(items));
        }

        if (all.GroupBy(static item => item.Code, StringComparer.Ordinal).FirstOrDefault(static same => same.Skip(1).Any()) is { } twice)
        {
            throw new ArgumentException($"Two items have the code '{twice.Key}'; a sign-off of one would be taken for the other. Give one another code.", nameof(items));
        }

        Items = all;
    }

    /// <summary>The checklist before deployment: the model's file and reference profile are those that were registered; validation on held-out data, fairness and robustness reports and the documentation are there, not
    /// older than 90 days, and passed; the rollback plan, the privacy review and the monitoring are signed off, the privacy review not by the author.</summary>
    public static PromotionChecklist BeforeDeployment { get; } = new(
        PromotionItem.ModelFileHash(),
        PromotionItem.ReferenceProfile(),
        PromotionItem.HeldOutValidation(),
        PromotionItem.FairnessReport(),
        PromotionItem.RobustnessReport(),
        PromotionItem.Documentation(),
        PromotionItem.RollBackPlan(),
        PromotionItem.PrivacyReview(),
        PromotionItem.Monitoring());

    /// <summary>The items, in the order in which they are checked.</summary>
    public IReadOnlyList<PromotionItem> Items { get; }

    /// <summary>Whether the version must read the same features as the one in production. Default true; false for a version that is meant to read others, where its callers know. A version without a schema differs from one with a
    /// schema; where the one in production has none, nothing is compared.</summary>
    public bool RequireSameSchema { get; init; } = true;

    /// <summary>Opens a report or a model's file by its path or URI; null where there is none. Default: files of this machine, by path or <c>file:</c> URI. What it throws counts as a file that cannot be read.</summary>
    public Func<string, CancellationToken, ValueTask<Stream?>> OpenFile { get; init; } = LocalFile.OpenAsync;

    /// <summary>The same checklist with more items.</summary>
    /// <param name="items">The items.</param>
    /// <exception cref="ArgumentException">Two items have the same code.</exception>
    public PromotionChecklist With(params IEnumerable<PromotionItem> items) => new([.. Items, .. items]) { RequireSameSchema = RequireSameSchema, OpenFile = OpenFile };

    internal async ValueTask<IReadOnlyList<UnmetItem>> CheckAsync(RegisteredModel model, ModelVersion version, DateTimeOffset now, CancellationToken cancellationToken)
    {
        List<UnmetItem> unmet = [];
        if (RequireSameSchema && model.Production is { Schema: { } expected } live && live.Version != version.Version)
        {
            string? difference = version.Schema is null ? "it has no schema" : expected.DifferenceTo(version.Schema);
            if (difference is not null)
            {
                unmet.Add(new("schema", "It reads the same features as the version in production", UnmetReason.SchemaDiffers, $"The schema differs from that of version '{live.Version}': {difference}."));
            }
        }

        PromotionCase of = new(version, now, OpenFile);
        foreach (PromotionItem item in Items)
        {
            if (await item.CheckAsync(of, cancellationToken).ConfigureAwait(false) is { } failed)
            {
                unmet.Add(failed);
            }
        }

        return unmet;
    }
}
