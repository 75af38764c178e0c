using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace AISafety.Rollout;

/// <summary>What features a version reads, so that one that reads others does not take its place unseen.</summary>
/// <param name="Fingerprint">The SHA-256 of names, order, kinds, categories and units: 64 hexadecimal digits. Ranges are not part of it: they state what is valid and not what a number means.</param>
/// <param name="Features">The features' names in their order, for messages.</param>
public sealed record ModelSchema(string Fingerprint, IReadOnlyList<string> Features)
{
    /// <summary>The fingerprint of a schema; the same in every process and release.</summary>
    public static ModelSchema Of<TIn>(FeatureSchema<TIn> schema)
    {
        ArgumentNullException.ThrowIfNull(schema);
        StringBuilder text = new();
        foreach (Feature feature in schema.Features)
        {
            // Lengths go before texts, so that no two lists are written alike.
            Append(text, feature.Name);
            Append(text, ((int)feature.Kind).ToString(CultureInfo.InvariantCulture));
            Append(text, feature.Unit ?? "");
            Append(text, feature.Categories.Count.ToString(CultureInfo.InvariantCulture));
            foreach (string category in feature.Categories)
            {
                Append(text, category);
            }
        }

        return new(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString()))), [.. schema.Features.Select(static feature => feature.Name)]);
    }

    /// <summary>Whether both have the same fingerprint, whatever the case of its digits.</summary>
    public bool Equals(ModelSchema? other) => other is not null && string.Equals(Fingerprint, other.Fingerprint, StringComparison.OrdinalIgnoreCase);

    /// <inheritdoc/>
    public override int GetHashCode() => StringComparer.OrdinalIgnoreCase.GetHashCode(Fingerprint);

    /// <summary>The first difference, in words; null if there is none.</summary>
    internal string? DifferenceTo(ModelSchema found)
    {
        if (Equals(found))
        {
            return null;
        }

        for (int i = 0; i < Math.Min(Features.Count, found.Features.Count); i++)
        {
            if (Features[i] != found.Features[i])
            {
                return string.Create(CultureInfo.InvariantCulture, $"at place {i} (counted from 0): expected feature '{Features[i]}', found '{found.Features[i]}'");
            }
        }

        return Features.Count == found.Features.Count
            ? "the features have the same names, but other kinds, categories or units"
            : string.Create(CultureInfo.InvariantCulture, $"expected {Features.Count} features, found {found.Features.Count}");
    }

    private static void Append(StringBuilder text, string part) => text.Append(CultureInfo.InvariantCulture, $"{part.Length}:{part};");
}
