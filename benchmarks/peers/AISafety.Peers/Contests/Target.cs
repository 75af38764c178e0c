using System.Globalization;

namespace AISafety.Peers;

/// <summary>What the project asks of itself.</summary>
/// <param name="AtMost">The longest time, in the row's unit, on an AVX2 machine at 2.7 GHz; NaN if there is no figure.</param>
/// <param name="Times">The least ratio to the best peer; NaN if there is no figure.</param>
internal sealed record Target(double AtMost = double.NaN, double Times = double.NaN)
{
    public override string ToString() => string.Join("; ", Parts());

    /// <summary>Whether each part is met, in the same order; the ratio may be met by libraries' own calls only.</summary>
    public string Verdict(double time, double ratio, double ratioToCall)
    {
        List<string> verdicts = [];
        if (!double.IsNaN(AtMost))
        {
            verdicts.Add(time <= AtMost ? "yes" : "no");
        }

        if (!double.IsNaN(Times))
        {
            verdicts.Add(ratio >= Times ? "yes" : ratioToCall >= Times ? "by library calls" : "no");
        }

        return string.Join("; ", verdicts);
    }

    private IEnumerable<string> Parts()
    {
        if (!double.IsNaN(AtMost))
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"at most {AtMost}");
        }

        if (!double.IsNaN(Times))
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"{Times}x");
        }
    }
}
