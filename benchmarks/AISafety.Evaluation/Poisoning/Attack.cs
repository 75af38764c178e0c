using Adversarial.Train;

namespace AISafety.Evaluation.Poisoning;

/// <summary>Training data of which some rows were poisoned.</summary>
/// <param name="Images">The images.</param>
/// <param name="Classes">Their labels, as the training sees them.</param>
/// <param name="IsPoisoned">1 for a poisoned row.</param>
internal sealed record Attack(float[][] Images, int[] Classes, byte[] IsPoisoned)
{
    public const int ClassCount = 10;

    /// <summary>The side of the backdoor's trigger, a white square.</summary>
    public const int Patch = 3;

    /// <summary>Gives rows another label, drawn from all others.</summary>
    public static Attack FlipLabels(IdxImages data, int count, SeededDraws draws)
    {
        Attack attack = new(data.Images, [.. data.Classes], new byte[data.Images.Length]);
        foreach (int row in Drawn(Enumerable.Range(0, data.Images.Length), count, draws))
        {
            attack.Classes[row] = (data.Classes[row] + 1 + draws.Below(ClassCount - 1)) % ClassCount;
            attack.IsPoisoned[row] = 1;
        }

        return attack;
    }

    /// <summary>Gives rows of other classes the trigger, and the target's label.</summary>
    public static Attack PlantBackdoor(IdxImages data, int count, int target, SeededDraws draws)
    {
        Attack attack = new([.. data.Images], [.. data.Classes], new byte[data.Images.Length]);
        foreach (int row in Drawn(Enumerable.Range(0, data.Images.Length).Where(row => data.Classes[row] != target), count, draws))
        {
            attack.Images[row] = Triggered(data.Images[row], data.Width, data.Height);
            attack.Classes[row] = target;
            attack.IsPoisoned[row] = 1;
        }

        return attack;
    }

    /// <summary>The image with the trigger in its lower right corner.</summary>
    public static float[] Triggered(float[] image, int width, int height)
    {
        float[] triggered = [.. image];
        for (int y = height - Patch - 1; y < height - 1; y++)
        {
            triggered.AsSpan(y * width + width - Patch - 1, Patch).Fill(1);
        }

        return triggered;
    }

    private static int[] Drawn(IEnumerable<int> rows, int count, SeededDraws draws)
    {
        int[] shuffled = [.. rows];
        draws.Shuffle(shuffled);
        return shuffled[..count];
    }
}
