using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace AISafety.MLNet;

/// <summary>The column that a classifier is read from, the names of its classes, and what makes the answer of it.</summary>
internal sealed record ClassScores(LoadedModel Model, DataViewSchema.Column Column, string[] Labels, MLNetActivation Activation)
{
    private const float Tolerance = 1e-2f;

    /// <summary>Whether the column has a number a class, and not the second class's only.</summary>
    public bool IsVector => Column.Type is VectorDataViewType;

    /// <summary>The answer to one number: the probability of the second class, or the score that makes it.</summary>
    /// <exception cref="MLNetModelException">The number is no probability.</exception>
    public Classification Read(float value)
    {
        float second = Activation == MLNetActivation.Sigmoid ? 1 / (1 + MathF.Exp(-value)) : value;
        return second is < 0 or > 1 ? throw Refuse([second]) : Named([1 - second, second]);
    }

    /// <summary>The answer to a number a class.</summary>
    /// <exception cref="MLNetModelException">The numbers are no probabilities.</exception>
    public Classification Read(in VBuffer<float> scores)
    {
        float[] probabilities = new float[Labels.Length];
        scores.CopyTo(probabilities);
        if (Activation == MLNetActivation.Softmax)
        {
            Softmax(probabilities);
        }
        else if (!AreProbabilities(probabilities))
        {
            throw Refuse(probabilities);
        }

        return Named(probabilities);
    }

    private Classification Named(float[] probabilities)
    {
        Classification answer = Classification.TakeProbabilities(probabilities);
        return answer.ClassIndex < 0 ? answer : answer.WithLabel(Labels[answer.ClassIndex]);
    }

    /// <summary>An answer that is not finite has no class, which is another matter.</summary>
    private static bool AreProbabilities(float[] values)
    {
        float sum = 0;
        bool inRange = true;
        foreach (float value in values)
        {
            sum += value;
            inRange &= value is >= -Tolerance and <= 1 + Tolerance;
        }

        return !float.IsFinite(sum) || (inRange && MathF.Abs(sum - 1) <= Tolerance);
    }

    /// <summary>Less the greatest, which changes nothing but that no exponential overflows.</summary>
    private static void Softmax(float[] scores)
    {
        float greatest = scores.Max();
        float sum = 0;
        for (int i = 0; i < scores.Length; i++)
        {
            scores[i] = MathF.Exp(scores[i] - greatest);
            sum += scores[i];
        }

        for (int i = 0; i < scores.Length; i++)
        {
            scores[i] /= sum;
        }
    }

    /// <summary>Scores that are taken for probabilities would pass every confidence threshold.</summary>
    private MLNetModelException Refuse(float[] values) => Model.Fault(string.Create(CultureInfo.InvariantCulture,
        $"'{Column.Name}' is not probabilities: its {values.Length} numbers for one row lie between {values.Min():g4} and {values.Max():g4} and sum to {values.Sum():g4}. If they are scores, set {nameof(MLNetClassifierOptions.Activation)}."));
}
