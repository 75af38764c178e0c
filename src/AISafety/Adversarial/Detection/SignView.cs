namespace AISafety.Adversarial;

/// <summary>What is known of an input when signs are scored.</summary>
internal readonly ref struct SignView
{
    /// <summary>The input as it is compared with the reference.</summary>
    public required ReadOnlySpan<float> Point { get; init; }

    /// <summary>The scores of its classes.</summary>
    public required ReadOnlySpan<float> Scores { get; init; }

    /// <summary>The model's answer.</summary>
    public required int Answer { get; init; }

    /// <summary>The scores of the changed rows that this sign asked for.</summary>
    public required ReadOnlySpan<float[]> Versions { get; init; }

    /// <summary>The distances of the nearest reference rows, ascending; at least as many as the sign asked for.</summary>
    public required ReadOnlySpan<double> Distances { get; init; }

    /// <summary>Their labels.</summary>
    public required ReadOnlySpan<int> Labels { get; init; }
}
