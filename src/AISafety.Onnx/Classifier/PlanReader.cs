using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace AISafety.Onnx;

/// <summary>Reads from a model's metadata how to run it as a classifier.</summary>
internal static class PlanReader
{
    private const string ZipMapHint = "Convert the model without ZipMap (skl2onnx: options={id(model): {'zipmap': False}}; "
        + "onnxmltools: zipmap=False), so that the probabilities are a float tensor [N, k].";

    public static ClassifierPlan Read(OnnxSource source, InferenceSession session, OnnxClassifierOptions options, int? schemaWidth)
    {
        (string input, int width, bool oneRow) = FindInput(source, session, schemaWidth ?? options.ExpectedWidth);
        string output = FindProbabilities(source, session, options.ProbabilityOutput);
        string[]? labels = options.Labels is { } given
            ? [.. given]
            : NameList.Read(source, session.ModelMetadata.CustomMetadataMap, NameList.ClassLabels);
        string? labelOutput = labels is null || options.LabelOutput is not null ? FindLabels(source, session, options.LabelOutput) : null;
        return new()
        {
            Source = source,
            Input = input,
            Width = width,
            MaxRows = oneRow ? 1 : options.MaxBatchSize,
            Output = output,
            Activation = options.Activation,
            Labels = labels,
            LabelOutput = labels is null ? labelOutput : null,
            LabelType = labelOutput is null ? default : session.OutputMetadata[labelOutput].ElementDataType,
        };
    }

    private static (string Name, int Width, bool OneRow) FindInput(OnnxSource source, InferenceSession session, int? expected)
    {
        if (session.InputMetadata.Count != 1)
        {
            throw source.Fault($"it has {session.InputMetadata.Count} inputs: {TensorText.List(session.InputMetadata)}; expected one, "
                + "float [N, features]. For a model with several inputs use OnnxModel.LoadTensors.");
        }

        (string name, NodeMetadata type) = session.InputMetadata.Single();
        string described = $"the input is {TensorText.Describe(name, type)}";
        if (type.OnnxValueType != OnnxValueType.ONNX_TYPE_TENSOR || type.ElementDataType != TensorElementType.Float)
        {
            throw source.Fault($"{described}; expected float [N, features].");
        }

        // A shape that is not stated has no dimensions; then the first run shows whether the rows fit.
        if (type.Dimensions is not ([] or [_, _]))
        {
            throw source.Fault($"{described}; expected rank 2, float [N, features].");
        }

        if (type.Dimensions is [not (1 or -1), _])
        {
            throw source.Fault($"{described}; expected a first dimension that is symbolic, or 1.");
        }

        int? stated = type.Dimensions is [_, > 0] ? type.Dimensions[1] : null;
        if (stated is not null && expected is not null && stated != expected)
        {
            throw source.Fault($"{described}; expected {expected} features.");
        }

        return stated is null && expected is null
            ? throw source.Fault($"{described}, which does not say how many features a row has. Set {nameof(OnnxClassifierOptions.ExpectedWidth)}.")
            : (name, stated ?? expected!.Value, type.Dimensions is [1, _]);
    }

    private static string FindProbabilities(OnnxSource source, InferenceSession session, string? wanted)
    {
        if (wanted is not null)
        {
            NodeMetadata named = Named(source, session, wanted, nameof(OnnxClassifierOptions.ProbabilityOutput));
            return Is(named, TensorElementType.Float) ? wanted : throw source.Fault(
                $"the output is {TensorText.Describe(wanted, named)}; expected float [N, k], [N, 1] or [N]. {Hint(named)}".TrimEnd());
        }

        string[] found = [.. session.OutputNames.Where(name => Is(session.OutputMetadata[name], TensorElementType.Float))];
        if (found.Length == 0)
        {
            string hint = session.OutputMetadata.Values.Select(Hint).FirstOrDefault(hint => hint.Length > 0) ?? "";
            throw source.Fault($"no output is a float tensor; it has {TensorText.List(session.OutputMetadata)}; "
                + $"expected probabilities, float [N, k], [N, 1] or [N]. {hint}".TrimEnd());
        }

        return Choose(found, "prob") ?? throw source.Fault(
            $"it has {found.Length} float outputs: {TensorText.List(session.OutputMetadata)}. "
            + $"Name the one with probabilities in {nameof(OnnxClassifierOptions.ProbabilityOutput)}.");
    }

    private static string? FindLabels(OnnxSource source, InferenceSession session, string? wanted)
    {
        if (wanted is not null)
        {
            NodeMetadata named = Named(source, session, wanted, nameof(OnnxClassifierOptions.LabelOutput));
            return IsLabel(named) ? wanted : throw source.Fault(
                $"the output is {TensorText.Describe(wanted, named)}; expected labels, int64 [N] or string [N].");
        }

        string[] found = [.. session.OutputNames.Where(name => IsLabel(session.OutputMetadata[name]))];
        return found.Length == 0 ? null : Choose(found, "label") ?? throw source.Fault(
            $"it has {found.Length} outputs that could be labels: {TensorText.List(session.OutputMetadata)}. "
            + $"Name one in {nameof(OnnxClassifierOptions.LabelOutput)}, or the classes in {nameof(OnnxClassifierOptions.Labels)}.");
    }

    private static string? Choose(string[] names, string part)
    {
        string[] matching = names.Length == 1 ? names : [.. names.Where(name => name.Contains(part, StringComparison.OrdinalIgnoreCase))];
        return matching.Length == 1 ? matching[0] : null;
    }

    private static NodeMetadata Named(OnnxSource source, InferenceSession session, string name, string option) =>
        session.OutputMetadata.TryGetValue(name, out NodeMetadata? type)
            ? type
            : throw source.Fault($"{option} names '{name}', but the outputs are {TensorText.List(session.OutputMetadata)}.");

    private static bool Is(NodeMetadata type, TensorElementType element) =>
        type.OnnxValueType == OnnxValueType.ONNX_TYPE_TENSOR && type.ElementDataType == element;

    private static bool IsLabel(NodeMetadata type) => Is(type, TensorElementType.Int64) || Is(type, TensorElementType.String);

    private static string Hint(NodeMetadata type) => type.OnnxValueType switch
    {
        OnnxValueType.ONNX_TYPE_SEQUENCE or OnnxValueType.ONNX_TYPE_MAP => ZipMapHint,
        OnnxValueType.ONNX_TYPE_TENSOR when type.ElementDataType is TensorElementType.Double or TensorElementType.Float16 =>
            "Convert the model to float, or add a Cast to its output.",
        _ => "",
    };
}
