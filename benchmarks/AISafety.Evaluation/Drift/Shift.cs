namespace AISafety.Evaluation.Drift;

/// <summary>A kind of feature, and how its first one changes.</summary>
/// <param name="Name">What it is called in the tables.</param>
/// <param name="Before">Draws a value as in the reference.</param>
/// <param name="After">Draws a value after the change.</param>
internal sealed record Shift(string Name, Func<Draws, float> Before, Func<Draws, float> After)
{
    public bool IsCategorical { get; init; }

    public static Shift Mean(double by) => new($"mean +{by}", Standard, draws => (float)(by + draws.Normal()));

    public static Shift Deviation(double factor) => new($"deviation x{factor}", Standard, draws => (float)(factor * draws.Normal()));

    /// <summary>Same mean and variance, another shape: an exponential instead of a normal one.</summary>
    public static Shift Shape { get; } = new("shape (exponential)", Standard, static draws => (float)(-Math.Log(1 - draws.Uniform()) - 1));

    public static Shift Category(double moved) => new($"category {moved}", static draws => draws.Category(), draws => draws.Category(moved)) { IsCategorical = true };

    public static Shift NoneNormal { get; } = new("normal", Standard, Standard);

    public static Shift NoneLogNormal { get; } = new("log-normal", static draws => (float)Math.Exp(draws.Normal()), static draws => (float)Math.Exp(draws.Normal()));

    public static Shift NoneCategory { get; } = new("categories", static draws => draws.Category(), static draws => draws.Category()) { IsCategorical = true };

    private static float Standard(Draws draws) => (float)draws.Normal();
}
