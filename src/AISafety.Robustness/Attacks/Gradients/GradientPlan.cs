namespace AISafety.Robustness;

/// <summary>How an attack by gradients goes.</summary>
internal readonly record struct GradientPlan(int Steps, float StepSize, int Starts, bool RandomStart, float Momentum, bool StopsEarly);
