using Microsoft.ML;

namespace AISafety.MLNet;

/// <summary>What <see cref="FairTrainer"/> finds where.</summary>
public sealed record FairTrainerOptions
{
    /// <summary>
    /// The columns that make a row's group; at least one, each text, Boolean, a key or a number. Of several, each combination of values that occurs is a group. They are read in training only, and are no features unless
    /// <see cref="Features"/> makes them so.
    /// </summary>
    public required IReadOnlyList<string> Groups { get; init; }

    /// <summary>The column of the true label: Boolean, or a number that is 0 or 1. "Label" by default.</summary>
    public string Label { get; init; } = "Label";

    /// <summary>What makes the columns that the trainer reads; fitted once, before the first model, to all training rows. Null by default: the rows have them.</summary>
    public IEstimator<ITransformer>? Features { get; init; }

    internal FairTrainerOptions Checked()
    {
        ArgumentException.ThrowIfNullOrEmpty(Label, $"options.{nameof(Label)}");
        ArgumentNullException.ThrowIfNull(Groups, $"options.{nameof(Groups)}");
        if (Groups.Count == 0 || Groups.Any(string.IsNullOrEmpty))
        {
            throw new ArgumentException($"{nameof(Groups)} names {Groups.Count} columns; expected at least one, none of them empty.", $"options.{nameof(Groups)}");
        }

        return this with { Groups = [.. Groups] };
    }
}
