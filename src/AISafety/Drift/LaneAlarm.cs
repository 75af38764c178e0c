namespace AISafety.Drift;

/// <summary>What a sequential lane found.</summary>
/// <param name="Evidence">The lane's evidence.</param>
/// <param name="Threshold">What it reached.</param>
/// <param name="Drivers">The streams that drive it, the strongest first: number, name, and the values that they were bet against.</param>
/// <param name="Likely">How many rows the change has likely lasted, the alarming one included.</param>
/// <param name="Least">The least that is plausible.</param>
/// <param name="Most">The most that is plausible.</param>
/// <param name="IsFurther">Whether it was measured against rows after an earlier alarm.</param>
internal sealed record LaneAlarm(
    double Evidence, double Threshold, IReadOnlyList<(int Stream, string Name, float[] Baseline)> Drivers, long Likely, long Least, long Most, bool IsFurther);
