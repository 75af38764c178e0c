namespace AISafety.Rollout;

/// <summary>A call that waits to be judged.</summary>
/// <param name="Arm">What the rollout did with it.</param>
/// <param name="Readings">What it says at each gate.</param>
/// <param name="IsOutcome">Whether it is an outcome that was reported later.</param>
internal sealed record JudgedCall(ArmNote Arm, GateReading[] Readings, bool IsOutcome);
