namespace AISafety;

/// <summary>Says about a property of a <see cref="FeatureRowAttribute">feature row</see> what its type does not.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter)]
public sealed class FeatureAttribute : Attribute
{
    /// <summary>What the feature is called; unique in its row. Default: the property's name.</summary>
    public string? Name { get; set; }

    /// <summary>The unit of measurement, for people. Dates and times have one of their own: days since 1970-01-01, seconds.</summary>
    public string? Unit { get; set; }

    /// <summary>Whether the property is left out altogether: no feature, and nothing about it is judged. Default: false.</summary>
    public bool Ignore { get; set; }
}
