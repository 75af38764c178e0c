namespace AISafety.Validation;

/// <summary>The limits of a value, both included.</summary>
internal sealed class ValueRange<TValue>
    where TValue : struct, IComparable<TValue>
{
    private readonly string _code;
    private readonly string _name;
    private readonly TValue _min;
    private readonly TValue _max;

    public ValueRange(string code, string name, TValue min, TValue max)
    {
        if (MissingValue<TValue>.Is(min) || MissingValue<TValue>.Is(max) || min.CompareTo(max) > 0)
        {
            throw new ArgumentException(
                $"'{name}' has the range {JudgedValue.ToText(min)} to {JudgedValue.ToText(max)}; expected a minimum that is not above the maximum.",
                nameof(min));
        }

        (_code, _name, _min, _max) = (code, name, min, max);
    }

    public Evidence? Judge(TValue value)
    {
        // CompareTo sorts NaN below everything, which would call it too small.
        if (MissingValue<TValue>.Is(value))
        {
            return new(_code, $"'{_name}' is not a number; expected {JudgedValue.ToText(_min)} to {JudgedValue.ToText(_max)}.") { Feature = _name };
        }

        if (value.CompareTo(_min) < 0)
        {
            return Outside(value, _min, "below its minimum");
        }

        return value.CompareTo(_max) > 0 ? Outside(value, _max, "above its maximum") : null;
    }

    private Evidence Outside(TValue value, TValue limit, string where) =>
        new(_code, $"'{_name}' is {where} of {JudgedValue.ToText(limit)}.")
        {
            Feature = _name,
            Score = JudgedValue.ToScore(value),
            Threshold = JudgedValue.ToScore(limit),
        };
}
