using System.Numerics.Tensors;

namespace AISafety.Statistics;

/// <summary>What is asked of 0/1 labels wherever they are taken.</summary>
internal static class BinaryLabels
{
    /// <summary>Refuses labels that are neither 0 nor 1.</summary>
    public static void Require(ReadOnlySpan<byte> labels, string name)
    {
        if (!labels.IsEmpty && TensorPrimitives.Max(labels) is byte greatest && greatest > 1)
        {
            throw new ArgumentException($"There is a {greatest}; expected 0 or 1.", name);
        }
    }

    /// <summary>Refuses a number of values other than that of the labels.</summary>
    public static void RequireSameLength(int values, int labels, string name)
    {
        if (values != labels)
        {
            throw new ArgumentException($"There are {values} of these and {labels} labels; expected as many of each.", name);
        }
    }
}
