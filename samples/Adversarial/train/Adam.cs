using System.Numerics;

namespace Adversarial.Train;

/// <summary>Adam (Kingma and Ba, Adam: A Method for Stochastic Optimization, ICLR 2015, algorithm 1) with their constants: the steps of one block of weights.</summary>
internal sealed class Adam(int count)
{
    private const float Beta1 = 0.9f;
    private const float Beta2 = 0.999f;
    private const float Epsilon = 1e-8f;

    private readonly float[] _mean = new float[count];
    private readonly float[] _square = new float[count];
    private double _power1 = 1;
    private double _power2 = 1;

    /// <summary>Takes a step against a gradient, and clears the gradient.</summary>
    public void Step(float[] weights, float[] gradient, float rate)
    {
        _power1 *= Beta1;
        _power2 *= Beta2;
        float correction1 = (float)(1 / (1 - _power1));
        float correction2 = (float)(1 / (1 - _power2));
        int i = 0;
        for (; i <= weights.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            Vector<float> g = new(gradient, i);
            Vector<float> mean = new Vector<float>(_mean, i) * Beta1 + g * (1 - Beta1);
            Vector<float> square = new Vector<float>(_square, i) * Beta2 + g * g * (1 - Beta2);
            mean.CopyTo(_mean, i);
            square.CopyTo(_square, i);
            Vector<float> step = mean * correction1 * rate / (Vector.SquareRoot(square * correction2) + new Vector<float>(Epsilon));
            (new Vector<float>(weights, i) - step).CopyTo(weights, i);
        }

        for (; i < weights.Length; i++)
        {
            float g = gradient[i];
            _mean[i] = _mean[i] * Beta1 + g * (1 - Beta1);
            _square[i] = _square[i] * Beta2 + g * g * (1 - Beta2);
            weights[i] -= _mean[i] * correction1 * rate / (MathF.Sqrt(_square[i] * correction2) + Epsilon);
        }

        Array.Clear(gradient);
    }
}
