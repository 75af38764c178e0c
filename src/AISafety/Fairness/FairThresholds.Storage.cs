using System.Globalization;
using AISafety.Statistics;

namespace AISafety.Fairness;

public sealed partial class FairThresholds<TGroup>
{
    /// <summary>Groups and rules as JSON, with a version and a checksum. <see cref="Rates"/> are not kept. Every later version reads it.</summary>
    /// <param name="nameOf">Writes a group; no two alike. Null (default): its text in the invariant culture, as is right for strings, numbers and enumerations.</param>
    /// <returns>The same text for the same rules; every number is kept exactly. It names the groups.</returns>
    /// <exception cref="ArgumentException">Two groups have the same name.</exception>
    public string ToJson(Func<TGroup, string>? nameOf = null)
    {
        string[] names = [.. Groups.Select(nameOf ?? (static group => Convert.ToString(group, CultureInfo.InvariantCulture) ?? ""))];
        return names.Distinct(StringComparer.Ordinal).Count() == names.Length
            ? ThresholdsJson.Write(names, Thresholds)
            : throw new ArgumentException("Two groups have the same name; expected one for each.", nameof(nameOf));
    }

    /// <summary>The rules that <see cref="ToJson"/> wrote.</summary>
    /// <param name="json">What it returned; other white space is allowed.</param>
    /// <param name="groupOf">Reads a group from its name, such as <c>Enum.Parse&lt;Sex&gt;</c>.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="FormatException">It is cut short, altered, of a later version, or no thresholds. What <paramref name="groupOf"/> throws is thrown on.</exception>
    public static FairThresholds<TGroup> FromJson(string json, Func<string, TGroup> groupOf)
    {
        ArgumentNullException.ThrowIfNull(json);
        ArgumentNullException.ThrowIfNull(groupOf);
        (string[] names, GroupThresholds thresholds) = ThresholdsJson.Read(json);
        TGroup[] groups = Array.ConvertAll(names, name => groupOf(name));
        return groups.Distinct().Count() == groups.Length && !Array.Exists(groups, static group => group is null)
            ? new(groups, thresholds)
            : throw new FormatException("Thresholds cannot be read: two names are read as the same group, or one as null.");
    }
}
