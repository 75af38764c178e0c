namespace AISafety.Tests.Validation;

internal enum Purpose
{
    Car,
    House,
}

/// <summary>An input with a property of every type that rules read.</summary>
internal sealed record Applicant
{
    public string? Name { get; init; } = "Ada";

    public string State { get; init; } = "CA";

    public int Age { get; init; } = 40;

    public int? Children { get; init; }

    public double Income { get; init; } = 50_000;

    public double? Debt { get; init; }

    public float Score { get; init; } = 0.1f;

    public decimal Amount { get; init; } = 1_000m;

    public DateOnly Born { get; init; } = new(1986, 1, 1);

    public Purpose Purpose { get; init; }

    public Purpose? SecondPurpose { get; init; }

    public float[]? Embedding { get; init; } = [1, 2, 3];

    public ReadOnlyMemory<float> Memory { get; init; } = new float[] { 0.25f, 0.75f };

    public List<string>? Tags { get; init; } = ["new"];

    public int[] Months { get; init; } = [1, 2];
}

/// <summary>An output with its probabilities as an array and as memory.</summary>
internal sealed record Decision
{
    public string? Label { get; init; } = "approve";

    public double Probability { get; init; } = 0.9;

    public float[]? Probabilities { get; init; } = [0.1f, 0.9f];

    public ReadOnlyMemory<float> Memory { get; init; } = new float[] { 0.1f, 0.9f };
}
