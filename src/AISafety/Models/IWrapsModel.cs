namespace AISafety;

/// <summary>A model around another one that says which, so that what lies inside is found: <see cref="SafeModel{TIn, TOut}.GetHealth"/> asks each part along the chain that implements <see cref="IReportsHealth"/>.</summary>
/// <remarks>For models of your own that wrap a model before it is made safe. What the library wraps around a model says so by itself.</remarks>
public interface IWrapsModel
{
    /// <summary>The model that is wrapped, the same object each time. Must be fast. What it throws, and null, ends the search.</summary>
    object Inner { get; }
}
