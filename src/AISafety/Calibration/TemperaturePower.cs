using System.Buffers;
using System.Numerics.Tensors;
using AISafety.Statistics;

namespace AISafety.Calibration;

/// <summary>Temperature scaling of probabilities: the logits are their logarithms, but for a constant that the softmax does not see.</summary>
internal static class TemperaturePower
{
    /// <summary>ln p, of at least the least positive float, so that a probability of 0 has a finite one.</summary>
    public static double Log(float probability) => Math.Log(Math.Max(probability, float.Epsilon));

    /// <summary>p^(1/T), made to sum to 1. A probability of 0, or below by rounding, is 0.</summary>
    /// <param name="scaling">The temperature.</param>
    /// <param name="probabilities">At least one is more than 0.</param>
    public static float[] Apply(TemperatureScaling scaling, ReadOnlySpan<float> probabilities)
    {
        double[] scratch = ArrayPool<double>.Shared.Rent(probabilities.Length);
        double greatest = Log(TensorPrimitives.Max(probabilities));
        double sum = 0;
        for (int i = 0; i < probabilities.Length; i++)
        {
            // By the greatest, whose power is 1: the others cannot overflow, and the sum cannot vanish.
            sum += scratch[i] = probabilities[i] > 0 ? Math.Exp((Log(probabilities[i]) - greatest) / scaling.Temperature) : 0;
        }

        float[] result = new float[probabilities.Length];
        for (int i = 0; i < result.Length; i++)
        {
            result[i] = (float)(scratch[i] / sum);
        }

        ArrayPool<double>.Shared.Return(scratch);
        return result;
    }
}
