namespace AISafety;

/// <summary>Finds the class that wins.</summary>
internal static class TopClass
{
    /// <summary>The index of the highest probability, of equal ones the lowest; -1 if one of them is not a finite number.</summary>
    public static int Of(ReadOnlySpan<float> probabilities)
    {
        int top = 0;
        for (int i = 0; i < probabilities.Length; i++)
        {
            if (!float.IsFinite(probabilities[i]))
            {
                return -1;
            }

            if (probabilities[i] > probabilities[top])
            {
                top = i;
            }
        }

        return probabilities.IsEmpty ? -1 : top;
    }
}
