namespace AISafety.Validation;

public sealed partial class ValidationRules<T>
{
    /// <summary>The property must lie between two values, both included. NaN does not. Code: <c>input.range</c>.</summary>
    /// <param name="name">What the property is called in evidence.</param>
    /// <param name="read">Reads it: any number, a date, anything that can be compared.</param>
    /// <param name="min">The least allowed value.</param>
    /// <param name="max">The greatest allowed value.</param>
    /// <remarks>The type of the comparison is the widest of the property's and the limits': a <c>float</c> property with the limit
    /// <c>0.1</c> is compared in double, where 0.1f is above 0.1. Write <c>0.1f</c> for it.</remarks>
    /// <exception cref="ArgumentException"><paramref name="name"/> is blank, an argument is null, a limit is NaN, or
    /// <paramref name="min"/> is above <paramref name="max"/>.</exception>
    public ValidationRules<T> Range<TValue>(string name, Func<T, TValue> read, TValue min, TValue max)
        where TValue : struct, IComparable<TValue>
    {
        Check(name, read);
        ValueRange<TValue> range = new($"{_stage}.range", name, min, max);
        return Add("Range", name, value => range.Judge(read(value)));
    }

    /// <summary>The property must be null or lie between two values, both included. NaN does not. Code: <c>input.range</c>.</summary>
    /// <inheritdoc cref="Range{TValue}(string, Func{T, TValue}, TValue, TValue)"/>
    public ValidationRules<T> Range<TValue>(string name, Func<T, TValue?> read, TValue min, TValue max)
        where TValue : struct, IComparable<TValue>
    {
        Check(name, read);
        ValueRange<TValue> range = new($"{_stage}.range", name, min, max);
        return Add("Range", name, value => read(value) is { } one ? range.Judge(one) : null);
    }
}
