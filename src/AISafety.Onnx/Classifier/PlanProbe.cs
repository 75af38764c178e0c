using System.Globalization;
using Microsoft.ML.OnnxRuntime;

namespace AISafety.Onnx;

/// <summary>Runs a model once at load, to see what metadata often leaves open or states wrongly.</summary>
internal static class PlanProbe
{
    private const float Tolerance = 1e-2f;

    /// <summary>Completes a plan with the true shapes, and refuses what a classifier cannot be.</summary>
    public static ClassifierPlan Complete(ClassifierPlan plan, InferenceSession session, ReadOnlyMemory<float>? probeRow)
    {
        float[] row = probeRow?.ToArray() ?? new float[plan.Width];
        if (row.Length != plan.Width)
        {
            throw plan.Source.Fault($"{nameof(OnnxClassifierOptions.ProbeRow)} has {row.Length} numbers; the model expects {plan.Width}.");
        }

        Answer one;
        try
        {
            one = Run(plan, session, row, 1);
        }
        catch (OnnxRuntimeException exception)
        {
            throw plan.Source.Fault($"it fails on a row of {plan.Width} {(probeRow is null ? "zeros" : "numbers")}; if a valid row is needed, "
                + $"give one as {nameof(OnnxClassifierOptions.ProbeRow)}. ONNX Runtime said: {exception.Message}", exception);
        }

        plan = CheckLabels(CheckOutput(plan, one.Shape), one.LabelShape);
        CheckProbabilities(plan, one.Values);
        return plan.MaxRows > 1 && !TakesTwo(plan, session, row, one) ? plan with { MaxRows = 1 } : plan;
    }

    private static ClassifierPlan CheckOutput(ClassifierPlan plan, long[] shape)
    {
        string got = $"the output '{plan.Output}' of one row has the shape {TensorText.Shape(shape)}";
        if (shape is not ([1] or [1, > 0]))
        {
            throw plan.Source.Fault($"{got}; expected [1, k], [1, 1] or [1].");
        }

        plan = plan with { OutputRank = shape.Length, Columns = shape.Length == 1 ? 1 : checked((int)shape[1]) };
        if (plan is { Columns: 1, Activation: OnnxActivation.Softmax })
        {
            throw plan.Source.Fault($"{got}, and the softmax of one number is always 1. Use {nameof(OnnxActivation.Sigmoid)}.");
        }

        if (plan is { Columns: > 1, Activation: OnnxActivation.Sigmoid })
        {
            throw plan.Source.Fault($"{got}; {nameof(OnnxActivation.Sigmoid)} expects one logit a row. Use {nameof(OnnxActivation.Softmax)}.");
        }

        return plan.Labels is { } labels && labels.Length != plan.Classes
            ? throw plan.Source.Fault($"{got}, which makes {plan.Classes} classes, but {labels.Length} labels are given: {string.Join(", ", labels)}.")
            : plan;
    }

    private static ClassifierPlan CheckLabels(ClassifierPlan plan, long[]? shape) => shape switch
    {
        null => plan,
        [1] or [1, 1] => plan with { LabelRank = shape.Length },
        _ => throw plan.Source.Fault(
            $"the output '{plan.LabelOutput}' of one row has the shape {TensorText.Shape(shape)}; expected one label a row, [1] or [1, 1]."),
    };

    /// <summary>Logits that are taken for probabilities would pass every confidence threshold.</summary>
    private static void CheckProbabilities(ClassifierPlan plan, float[] values)
    {
        float sum = values.Sum();
        if (plan.Activation != OnnxActivation.None || !float.IsFinite(sum))
        {
            return;
        }

        bool inRange = values.All(value => value is >= -Tolerance and <= 1 + Tolerance);
        if (!inRange || (plan.Columns > 1 && MathF.Abs(sum - 1) > Tolerance))
        {
            throw plan.Source.Fault(string.Create(CultureInfo.InvariantCulture,
                $"the output '{plan.Output}' is not probabilities: its {values.Length} numbers for one row lie between {values.Min():g4} and {values.Max():g4} and sum to {sum:g4}. If they are logits, set {nameof(OnnxClassifierOptions.Activation)}."));
        }
    }

    /// <summary>Whether two rows in one run give what each gives alone. A graph with a batch of one inside, or one that mixes its rows, does not.</summary>
    private static bool TakesTwo(ClassifierPlan plan, InferenceSession session, float[] row, Answer one)
    {
        Answer two;
        try
        {
            two = Run(plan, session, [.. row, .. row], 2);
        }
        catch (OnnxRuntimeException)
        {
            return false;
        }

        bool sameShape = two.Shape.AsSpan().SequenceEqual(plan.OutputShape(2))
            && (two.LabelShape is null || two.LabelShape.AsSpan().SequenceEqual(plan.LabelShape(2)));
        return sameShape && Close(one.Values, two.Values.AsSpan(0, plan.Columns)) && Close(one.Values, two.Values.AsSpan(plan.Columns));
    }

    private static bool Close(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual)
    {
        for (int i = 0; i < expected.Length; i++)
        {
            if (!expected[i].Equals(actual[i]) && !(MathF.Abs(expected[i] - actual[i]) <= 1e-4f * MathF.Max(1, MathF.Abs(expected[i]))))
            {
                return false;
            }
        }

        return true;
    }

    private static Answer Run(ClassifierPlan plan, InferenceSession session, float[] rows, int count)
    {
        using RunOptions options = new();
        using OrtValue input = OrtValue.CreateTensorValueFromMemory(rows, [count, plan.Width]);
        using IDisposableReadOnlyCollection<OrtValue> outputs = session.Run(options, [plan.Input], [input], plan.OutputNames);
        return new(
            outputs[0].GetTensorTypeAndShape().Shape,
            outputs[0].GetTensorDataAsSpan<float>().ToArray(),
            outputs.Count > 1 ? outputs[1].GetTensorTypeAndShape().Shape : null);
    }

    private sealed record Answer(long[] Shape, float[] Values, long[]? LabelShape);
}
