namespace AISafety.Robustness;

/// <summary>Refuses rows, labels and targets that do not suit the model, before anything is asked. It names the row's index, and no value.</summary>
internal static class RowCheck
{
    public static void Require(Attack attack, IRowModel model, ReadOnlySpan<float> rows, ReadOnlySpan<int> labels, ReadOnlySpan<int> targets, bool targeted)
    {
        int classes = model.OutputLength;
        if (classes < 2)
        {
            throw new ArgumentException($"The model gives {classes} score a row; expected 2 or more, one a class.", nameof(model));
        }

        if (rows.Length != (long)labels.Length * model.InputLength)
        {
            throw new ArgumentException($"There are {rows.Length} values for {labels.Length} labels; expected {model.InputLength} a row.", nameof(rows));
        }

        if (targeted && targets.Length != labels.Length)
        {
            throw new ArgumentException($"There are {targets.Length} targets for {labels.Length} labels.", nameof(targets));
        }

        for (int row = 0; row < labels.Length; row++)
        {
            RequireClass(labels[row], classes, row, nameof(labels));
            if (targeted)
            {
                RequireClass(targets[row], classes, row, nameof(targets));
                if (targets[row] == labels[row])
                {
                    throw new ArgumentException($"The target of row {row} is its label.", nameof(targets));
                }
            }

            RequireValues(attack, rows, row, model.InputLength);
        }
    }

    private static void RequireClass(int value, int classes, int row, string name)
    {
        if (value < 0 || value >= classes)
        {
            throw new ArgumentException($"{name}[{row}] is {value}; expected 0 to {classes - 1}.", name);
        }
    }

    private static void RequireValues(Attack attack, ReadOnlySpan<float> rows, int row, int width)
    {
        for (int i = 0; i < width; i++)
        {
            float value = rows[(row * width) + i];
            bool missing = float.IsNaN(value);
            if (missing ? !attack.TakesMissing : !attack.HasRange(i, value))
            {
                throw new ArgumentException(
                    missing ? $"Value {i} of row {row} is missing: {attack.Name} needs them all." : $"Value {i} of row {row} is outside of the range that the attack was given.", nameof(rows));
            }
        }
    }
}
