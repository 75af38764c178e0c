using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace AISafety.Onnx;

/// <summary>Names the class of a row, and makes each name only once.</summary>
internal sealed class LabelCache
{
    // A label output can say anything; what it says beyond this many names is not kept.
    private const int Capacity = 4096;

    private readonly string[]? _names;
    private readonly bool _numbers;
    private readonly ConcurrentDictionary<long, string> _byNumber = new();
    private readonly ConcurrentDictionary<byte[], string> _byText = new(Utf8Comparer.Instance);
    private readonly ConcurrentDictionary<byte[], string>.AlternateLookup<ReadOnlySpan<byte>> _lookup;

    public LabelCache(ClassifierPlan plan)
    {
        _names = plan.LabelOutput is not null ? null
            : plan.Labels ?? [.. Enumerable.Range(0, plan.Classes).Select(i => i.ToString(CultureInfo.InvariantCulture))];
        _numbers = plan.LabelType == TensorElementType.Int64;
        _lookup = _byText.GetAlternateLookup<ReadOnlySpan<byte>>();
    }

    /// <summary>The classes' names; empty if only the model's label output knows them.</summary>
    public IReadOnlyList<string> Names => _names ?? [];

    public string Of(RowBinding rows, int row, int top) =>
        _names is not null ? _names[top] : _numbers ? OfNumber(rows.LabelNumber(row)) : OfText(rows.LabelText(row));

    private string OfNumber(long number)
    {
        if (_byNumber.TryGetValue(number, out string? name))
        {
            return name;
        }

        name = number.ToString(CultureInfo.InvariantCulture);
        return _byNumber.Count < Capacity ? _byNumber.GetOrAdd(number, name) : name;
    }

    private string OfText(ReadOnlySpan<byte> text)
    {
        if (_lookup.TryGetValue(text, out string? name))
        {
            return name;
        }

        name = Encoding.UTF8.GetString(text);
        return _byText.Count < Capacity ? _byText.GetOrAdd(text.ToArray(), name) : name;
    }
}
