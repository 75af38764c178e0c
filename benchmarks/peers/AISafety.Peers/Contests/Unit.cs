namespace AISafety.Peers;

/// <summary>What a row's figures are in.</summary>
/// <param name="Name">As it stands in the table.</param>
/// <param name="Nanoseconds">How many nanoseconds of a run are one of it.</param>
internal sealed record Unit(string Name, double Nanoseconds)
{
    public static Unit Milliseconds { get; } = new("ms", 1e6);

    public static Unit Microseconds { get; } = new("us", 1e3);

    /// <summary>Nanoseconds an element, of a run over so many.</summary>
    public static Unit Element(double count) => new("ns an element", count);

    /// <summary>Nanoseconds an update, of a run of so many.</summary>
    public static Unit Update(double count) => new("ns an update", count);
}
