namespace AISafety;

/// <summary>A model of vectors that says how many numbers it takes, so that a schema of another width is refused at Build.</summary>
public interface IFixedWidthModel
{
    /// <summary>How many numbers each input has; at least 1.</summary>
    int Width { get; }
}
