namespace AISafety.Rollout;

/// <summary>Which versions were in production before, read from the history: a promotion adds one, a rollback takes away.</summary>
internal static class ProductionTrail
{
    public static ModelVersion? PreviousOf(RegisteredModel model)
    {
        List<string> trail = [];
        foreach (StageChange change in model.History)
        {
            if (change.To != ModelStage.Production || (change.IsRollBack && trail.Count == 0))
            {
                continue;
            }

            if (!change.IsRollBack)
            {
                trail.Add(change.Version);
                continue;
            }

            // A rollback leaves the last one, and passes over those that had been rejected.
            do
            {
                trail.RemoveAt(trail.Count - 1);
            }
            while (trail.Count > 0 && trail[^1] != change.Version);
        }

        for (int i = trail.Count - 2; i >= 0; i--)
        {
            if (trail[i] != trail[^1] && model.Find(trail[i]) is { Stage: not ModelStage.Rejected } version)
            {
                return version;
            }
        }

        return null;
    }
}
