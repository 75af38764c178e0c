using System.Globalization;

namespace AISafety.Validation;

/// <summary>The limits of a length, both included.</summary>
internal sealed class LengthRange
{
    private readonly string _code;
    private readonly string _name;
    private readonly string _unit;
    private readonly int _min;
    private readonly int _max;

    public LengthRange(string code, string name, string unit, int min, int max)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(min);
        ArgumentOutOfRangeException.ThrowIfLessThan(max, min);
        (_code, _name, _unit, _min, _max) = (code, name, unit, min, max);
    }

    public Evidence? Judge(int length)
    {
        if (length < _min)
        {
            return Outside(length, _min, "fewer");
        }

        return length > _max ? Outside(length, _max, "more") : null;
    }

    private Evidence Outside(int length, int limit, string what) =>
        new(_code, string.Create(CultureInfo.InvariantCulture, $"'{_name}' has {what} than {limit} {_unit}."))
        {
            Feature = _name,
            Score = length,
            Threshold = limit,
        };
}
