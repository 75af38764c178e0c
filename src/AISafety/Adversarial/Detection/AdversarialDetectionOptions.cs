namespace AISafety.Adversarial;

/// <summary>How a detector of adversarial inputs is fitted.</summary>
/// <remarks>Immutable: change a copy by <c>with</c>.</remarks>
public sealed record AdversarialDetectionOptions
{
    /// <summary>The defaults: signs that fit rows of any kind, and leave the model alone but for its answer.</summary>
    public static AdversarialDetectionOptions Default { get; } = new();

    /// <summary>The signs that are combined; at least one. Default: class ratio and class distance.</summary>
    public IReadOnlyList<AdversarialSign> Signs { get; init; } = [AdversarialSign.ClassRatio(), AdversarialSign.ClassDistance];

    /// <summary>Which share of the reference is set aside for calibration, where no clean rows are given for it: 0.05 to 0.9; default 0.5.</summary>
    public double CalibrationShare { get; init; } = 0.5;

    /// <summary>Whether each number is divided by its standard deviation in the reference before rows are compared; for numbers of several units. One that never varies is divided by the mean standard deviation of the others. Default: false, for pixels. Not
    /// applied to an embedding.</summary>
    public bool Standardize { get; init; }

    /// <summary>Decides which clean rows shape and which calibrate, and the noise. Null (default): drawn by the system's generator of secrets when a detector is fitted, so that two fits differ a little. An integer makes trials repeatable, and is a secret in production: who knows it knows the noise.</summary>
    public int? Seed { get; init; }

    /// <summary>Options for pictures of 0 to 1: squeezing by bit depth, median and non-local means, answers under noise of 0.05, and the default signs. Asks the model for 20 rows an input, in one batch.</summary>
    /// <param name="shape">The picture.</param>
    /// <exception cref="ArgumentNullException"><paramref name="shape"/> is null.</exception>
    public static AdversarialDetectionOptions ForImages(ImageShape shape)
    {
        ArgumentNullException.ThrowIfNull(shape);
        return new()
        {
            Signs =
            [
                AdversarialSign.Squeezing(InputTransform.BitDepth(3), InputTransform.Median(shape), InputTransform.NonLocalMeans(shape)),
                AdversarialSign.NoiseDisagreement(0.05),
                .. Default.Signs,
            ],
        };
    }

    internal void Check()
    {
        OptionCheck check = OptionCheck.OfArgument(nameof(AdversarialDetectionOptions));
        check.Require(Signs is { Count: > 0 } && Signs.All(static sign => sign is not null), nameof(Signs), Signs?.Count ?? 0, "at least one sign, and no null");
        check.Range(nameof(CalibrationShare), CalibrationShare, 0.05, 0.9);
    }
}
