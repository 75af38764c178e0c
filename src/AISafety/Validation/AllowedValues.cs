using System.Collections.Frozen;
using System.Globalization;

namespace AISafety.Validation;

/// <summary>The values that a property may have.</summary>
internal sealed class AllowedValues<TValue>
    where TValue : notnull
{
    private readonly FrozenSet<TValue> _values;
    private readonly Evidence _violation;

    public AllowedValues(string code, string name, IReadOnlyList<TValue> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        if (values.Count == 0 || values.Any(value => value is null))
        {
            throw new ArgumentException($"'{name}' needs at least one allowed value, and none that is null.", nameof(values));
        }

        _values = values.ToFrozenSet();
        _violation = new(code, string.Create(CultureInfo.InvariantCulture, $"'{name}' is not one of its {_values.Count} known values.")) { Feature = name };
    }

    public Evidence? Judge(TValue? value) => value is null || _values.Contains(value) ? null : _violation;
}
