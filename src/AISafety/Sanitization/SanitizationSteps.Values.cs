using AISafety.Validation;

namespace AISafety.Sanitization;

public sealed partial class SanitizationSteps<TIn>
{
    /// <summary>Brings a value into a range: the nearer limit takes its place. NaN stays as it is. Code: <c>input.clamped</c>.</summary>
    /// <param name="name">What the property is called in evidence.</param>
    /// <param name="get">Reads it: any number, a date, anything that can be compared.</param>
    /// <param name="set">Makes the input with the new value.</param>
    /// <param name="min">The least value.</param>
    /// <param name="max">The greatest value.</param>
    /// <exception cref="ArgumentException"><paramref name="name"/> is blank, an argument is null, a limit is NaN, or
    /// <paramref name="min"/> is above <paramref name="max"/>.</exception>
    public SanitizationSteps<TIn> Clamp<TValue>(string name, Func<TIn, TValue> get, Func<TIn, TValue, TIn> set, TValue min, TValue max)
        where TValue : struct, IComparable<TValue>
    {
        Check(name, get, set);
        CheckRange(name, min, max);
        return Add("Clamping", name, (ref run) => Clamp(ref run, name, get(run.Value), set, min, max));
    }

    /// <summary>Brings a value into a range: the nearer limit takes its place. Null and NaN stay as they are. Code: <c>input.clamped</c>.</summary>
    /// <inheritdoc cref="Clamp{TValue}(string, Func{TIn, TValue}, Func{TIn, TValue, TIn}, TValue, TValue)"/>
    public SanitizationSteps<TIn> Clamp<TValue>(string name, Func<TIn, TValue?> get, Func<TIn, TValue, TIn> set, TValue min, TValue max)
        where TValue : struct, IComparable<TValue>
    {
        Check(name, get, set);
        CheckRange(name, min, max);
        return Add("Clamping", name, (ref run) =>
        {
            if (get(run.Value) is { } value)
            {
                Clamp(ref run, name, value, set, min, max);
            }
        });
    }

    /// <summary>Puts a stated value where one is missing: null or NaN. Code: <c>input.imputed</c>.</summary>
    /// <param name="name">What the property is called in evidence.</param>
    /// <param name="get">Reads it.</param>
    /// <param name="set">Makes the input with the value.</param>
    /// <param name="value">The value; itself not missing.</param>
    /// <exception cref="ArgumentException"><paramref name="name"/> is blank, an argument is null, or <paramref name="value"/> is NaN.</exception>
    public SanitizationSteps<TIn> Impute<TValue>(string name, Func<TIn, TValue?> get, Func<TIn, TValue, TIn> set, TValue value)
        where TValue : notnull
    {
        Check(name, get, set);
        CheckImputed(name, value);
        Evidence imputed = SanitizationChanges.Imputed(name);
        return Add("Imputation", name, (ref run) =>
        {
            if (MissingValue<TValue?>.Is(get(run.Value)))
            {
                run.Change(set(run.Value, value), imputed);
            }
        });
    }

    /// <inheritdoc cref="Impute{TValue}(string, Func{TIn, TValue}, Func{TIn, TValue, TIn}, TValue)"/>
    public SanitizationSteps<TIn> Impute<TValue>(string name, Func<TIn, TValue?> get, Func<TIn, TValue, TIn> set, TValue value)
        where TValue : struct
    {
        Check(name, get, set);
        CheckImputed(name, value);
        Evidence imputed = SanitizationChanges.Imputed(name);
        return Add("Imputation", name, (ref run) =>
        {
            if (get(run.Value) is not { } one || MissingValue<TValue>.Is(one))
            {
                run.Change(set(run.Value, value), imputed);
            }
        });
    }

    private static void Clamp<TValue>(
        ref SanitizationRun<TIn> run,
        string name,
        TValue value,
        Func<TIn, TValue, TIn> set,
        TValue min,
        TValue max)
        where TValue : struct, IComparable<TValue>
    {
        // CompareTo sorts NaN below everything, which would set it to the minimum.
        if (MissingValue<TValue>.Is(value))
        {
            return;
        }

        bool isBelow = value.CompareTo(min) < 0;
        if (isBelow || value.CompareTo(max) > 0)
        {
            TValue limit = isBelow ? min : max;
            run.Change(set(run.Value, limit), SanitizationChanges.Clamped(name, value, limit, isBelow));
        }
    }

    private static void CheckRange<TValue>(string name, TValue min, TValue max)
        where TValue : struct, IComparable<TValue>
    {
        if (MissingValue<TValue>.Is(min) || MissingValue<TValue>.Is(max) || min.CompareTo(max) > 0)
        {
            throw new ArgumentException(
                $"'{name}' is to be clamped to {JudgedValue.ToText(min)} to {JudgedValue.ToText(max)}; expected a minimum that is not above the maximum.",
                nameof(min));
        }
    }

    private static void CheckImputed<TValue>(string name, TValue value)
    {
        if (MissingValue<TValue>.Is(value))
        {
            throw new ArgumentException($"'{name}' is to be imputed with null or NaN; expected a value.", nameof(value));
        }
    }
}
