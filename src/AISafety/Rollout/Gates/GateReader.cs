namespace AISafety.Rollout;

/// <summary>Reads from a recorded call what it says at a gate.</summary>
internal static class GateReader
{
    private static readonly GateReading s_nothing = new(double.NaN);

    // Given up by the caller, or refused by a guard beside the model: the arm was not left to end.
    public static GateReading Error(ColumnBlock block, int row)
    {
        RowHeader header = block.Headers[row];
        return header.Action == SafetyAction.NotEvaluated || header.Model == ModelOutcome.Abandoned
            ? header.Arm.HasFailed && header.Model != ModelOutcome.Abandoned ? Of(true) : s_nothing
            : Of(header.Arm.HasFailed || !header.Arm.HasEnded || header.Model == ModelOutcome.Failed);
    }

    // Defined for every call, those that the caller gave up included: who gives up on a slow arm must not make it look fast.
    public static Func<ColumnBlock, int, GateReading> Slow(float threshold) => (block, row) =>
    {
        ArmNote arm = block.Headers[row].Arm;
        return Of(!arm.HasEnded || arm.HasFailed || arm.Microseconds > threshold);
    };

    // A failed call, and one that a hedge answered, has no answer to refuse: it counts at the gate of errors.
    public static GateReading Blocked(ColumnBlock block, int row)
    {
        RowHeader header = block.Headers[row];
        return header.Action == SafetyAction.NotEvaluated ? s_nothing : Of(header.Model == ModelOutcome.Succeeded && !header.Arm.HasFailed && !header.IsStandIn && header.Action >= SafetyAction.Review);
    }

    public static Func<ColumnBlock, int, GateReading> Number(ColumnHandle column) => (block, row) =>
        IsArms(block, row) ? new(block.Column(column)[row]) : s_nothing;

    public static Func<ColumnBlock, int, GateReading> Scaled(ColumnHandle column, double least, double most, bool higherIsBetter) => (block, row) =>
    {
        if (!IsArms(block, row))
        {
            return s_nothing;
        }

        double place = (Math.Clamp(block.Column(column)[row], least, most) - least) / (most - least);
        return new(higherIsBetter ? 1 - place : place);
    };

    public static Func<ColumnBlock, int, GateReading> Group(ColumnHandle column, CodesHandle groups, byte advantaged, byte disadvantaged) => (block, row) =>
    {
        byte group = block.Codes(groups)[row];
        return IsArms(block, row) && (group == advantaged || group == disadvantaged)
            ? new(Math.Clamp(block.Column(column)[row], 0.0, 1.0), group == disadvantaged)
            : s_nothing;
    };

    public static Func<ColumnBlock, int, GateReading> Loss(ColumnHandle prediction, Func<float, float, double> loss) => (block, row) =>
    {
        if (!IsArms(block, row))
        {
            return s_nothing;
        }

        try
        {
            return new(Math.Clamp(loss(block.Column(prediction)[row], block.Labels[row]), 0, 1));
        }
        catch (Exception)
        {
            // Documented: missing.
            return s_nothing;
        }
    };

    // After a failure another version or rung may have answered.
    private static bool IsArms(ColumnBlock block, int row) => block.IsModelsAnswer(row) && !block.Headers[row].Arm.HasFailed;

    private static GateReading Of(bool isBad) => new(isBad ? 1 : 0);
}
