using System.ComponentModel.DataAnnotations;
using System.Numerics;
using RangeAttribute = System.ComponentModel.DataAnnotations.RangeAttribute;

namespace AISafety.Analyzers.Tests.Support;

public enum Season
{
    Spring,
    Summer,
    Autumn,
    Winter,
}

/// <summary>Neither counted from 0 nor without gaps, with two names for one value.</summary>
public enum Grade : sbyte
{
    Good = 10,
    Bad = -3,
    Best = 12,
    Excellent = Best,
}

/// <summary>One property of every kind, as a record's parameters and in its body.</summary>
[FeatureRow]
public sealed partial record Everything(
    [Range(18, 120)][Feature(Unit = "years")] int Age,
    [Range(0, double.PositiveInfinity)] double? Income,
    [AllowedValues("NY", "CA", "a \"{quoted}\" one")] string? State,
    Season Season,
    Grade? Grade,
    bool Married,
    [property: Sensitive] bool? Smoker)
{
    public sbyte SByte { get; init; }

    public byte Byte { get; init; }

    public short Short { get; init; }

    public ushort UShort { get; init; }

    public uint UInt { get; init; }

    public long Long { get; init; }

    public ulong? ULong { get; init; }

    public nint Native { get; init; }

    public nuint UNative { get; init; }

    public Half Half { get; init; }

    public float Float { get; init; }

    [Range(typeof(decimal), "-1000.5", "79228162514264337593543950335")]
    public decimal Decimal { get; init; }

    public Int128 Int128 { get; init; }

    public UInt128 UInt128 { get; init; }

    public BigInteger? Big { get; init; }

    [Range(typeof(DateOnly), "1900-01-01", "2030-12-31")]
    public DateOnly Born { get; init; } = new(1990, 1, 1);

    public DateTime? Seen { get; init; }

    public DateTimeOffset Asked { get; init; }

    [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00")]
    public TimeSpan Duration { get; init; }

    public TimeOnly? At { get; init; }

    [AllowedValues(3, 1, -2)]
    public int? Code { get; init; }

    [AllowedValues(Support.Season.Winter, Support.Season.Spring)]
    public Season Holiday { get; init; }

    [VectorLength(3)]
    public float[] Embedding { get; init; } = [1, 2, 3];

    [VectorLength(2)]
    public double[]? Doubles { get; init; }

    [VectorLength(2)]
    public ReadOnlyMemory<float> Memory { get; init; } = new float[2];

    [VectorLength(2)]
    public ReadOnlyMemory<double>? MaybeMemory { get; init; }

    [Required]
    [StringLength(10, MinimumLength = 2)]
    [RegularExpression("[A-Z][a-z]*")]
    public string Name { get; init; } = "Ada";

    [MaxLength(5)]
    public string? Nickname { get; init; }

    [Feature(Ignore = true)]
    public Guid Id { get; init; }

    [Feature(Name = "debt to income")]
    public double Ratio => Income is { } income && income != 0 ? Long / income : double.NaN;
}
