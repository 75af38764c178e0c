using System.Globalization;
using Microsoft.ML.OnnxRuntime;

namespace AISafety.Onnx;

/// <summary>Numbers or texts in a shape. Immutable.</summary>
public abstract class OnnxTensor
{
    private readonly long[] _shape;

    private protected OnnxTensor(int length, ReadOnlySpan<long> shape)
    {
        Int128 product = 1;
        foreach (long dimension in shape)
        {
            // Past what an array can hold the exact size does not matter, unless a later dimension is 0.
            product = dimension < 0 ? -1 : product < 0 ? product : Int128.Min(product * dimension, Int128.One << 62);
        }

        if (product != length)
        {
            throw new ArgumentException($"The shape {TensorText.Shape(shape)} does not hold {length} elements.", nameof(shape));
        }

        _shape = shape.ToArray();
        Length = length;
    }

    /// <summary>The size of each dimension; empty for a single value.</summary>
    public ReadOnlySpan<long> Shape => _shape;

    /// <summary>How many elements there are: the product of the shape.</summary>
    public int Length { get; }

    /// <summary>What an element is: float, double, int, long, bool or string.</summary>
    public abstract Type ElementType { get; }

    /// <summary>The elements, the last dimension running fastest.</summary>
    /// <exception cref="InvalidOperationException">The elements are not <typeparamref name="T"/>.</exception>
    public ReadOnlySpan<T> Read<T>() => this is OnnxTensor<T> typed
        ? typed.Elements
        : throw new InvalidOperationException($"The tensor holds {TensorTypes.NameOf(ElementType)}; {TensorTypes.NameOf(typeof(T))} was asked for.");

    /// <summary>A tensor of floats.</summary>
    /// <param name="elements">The elements, the last dimension running fastest; copied.</param>
    /// <param name="shape">The size of each dimension; their product must be the number of elements.</param>
    /// <exception cref="ArgumentException">The shape does not hold that many elements.</exception>
    public static OnnxTensor Create(ReadOnlySpan<float> elements, params ReadOnlySpan<long> shape) => Number(elements, shape);

    /// <inheritdoc cref="Create(ReadOnlySpan{float}, ReadOnlySpan{long})"/>
    /// <summary>A tensor of doubles.</summary>
    public static OnnxTensor Create(ReadOnlySpan<double> elements, params ReadOnlySpan<long> shape) => Number(elements, shape);

    /// <inheritdoc cref="Create(ReadOnlySpan{float}, ReadOnlySpan{long})"/>
    /// <summary>A tensor of 32-bit integers.</summary>
    public static OnnxTensor Create(ReadOnlySpan<int> elements, params ReadOnlySpan<long> shape) => Number(elements, shape);

    /// <inheritdoc cref="Create(ReadOnlySpan{float}, ReadOnlySpan{long})"/>
    /// <summary>A tensor of 64-bit integers.</summary>
    public static OnnxTensor Create(ReadOnlySpan<long> elements, params ReadOnlySpan<long> shape) => Number(elements, shape);

    /// <inheritdoc cref="Create(ReadOnlySpan{float}, ReadOnlySpan{long})"/>
    /// <summary>A tensor of truth values.</summary>
    public static OnnxTensor Create(ReadOnlySpan<bool> elements, params ReadOnlySpan<long> shape) => Number(elements, shape);

    /// <inheritdoc cref="Create(ReadOnlySpan{float}, ReadOnlySpan{long})"/>
    /// <summary>A tensor of texts, none null.</summary>
    public static OnnxTensor Create(ReadOnlySpan<string> elements, params ReadOnlySpan<long> shape)
    {
        if (elements.Contains(null!))
        {
            throw new ArgumentException("A text is null.", nameof(elements));
        }

        return new TextTensor(elements.ToArray(), shape);
    }

    /// <summary>The element type and the shape, such as <c>float [1, 30]</c>.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{TensorTypes.NameOf(ElementType)} {TensorText.Shape(Shape)}");

    /// <summary>A value of the runtime over the same memory; valid while it is not disposed of.</summary>
    internal abstract OrtValue ToValue();

    /// <summary>The shape as the runtime wants it.</summary>
    private protected long[] Dimensions => _shape;

    private static NumberTensor<T> Number<T>(ReadOnlySpan<T> elements, ReadOnlySpan<long> shape)
        where T : unmanaged => new(elements.ToArray(), shape);
}

/// <summary>A tensor whose element type is known.</summary>
internal abstract class OnnxTensor<T>(T[] elements, ReadOnlySpan<long> shape) : OnnxTensor(elements.Length, shape)
{
    public override Type ElementType => typeof(T);

    public T[] Elements { get; } = elements;
}

internal sealed class NumberTensor<T>(T[] elements, ReadOnlySpan<long> shape) : OnnxTensor<T>(elements, shape)
    where T : unmanaged
{
    internal override OrtValue ToValue() => OrtValue.CreateTensorValueFromMemory(Elements, Dimensions);
}

internal sealed class TextTensor(string[] elements, ReadOnlySpan<long> shape) : OnnxTensor<string>(elements, shape)
{
    internal override OrtValue ToValue()
    {
        OrtValue value = OrtValue.CreateTensorWithEmptyStrings(OrtAllocator.DefaultInstance, Dimensions);
        for (int i = 0; i < Elements.Length; i++)
        {
            value.StringTensorSetElementAt(Elements[i].AsSpan(), i);
        }

        return value;
    }
}
