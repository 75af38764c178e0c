namespace AISafety.MLNet;

/// <summary>Refuses options that can be judged without the model.</summary>
internal static class OptionFaults
{
    public static void ThrowIfBlank(string options, params ReadOnlySpan<(string Name, string Value)> columns)
    {
        foreach ((string name, string value) in columns)
        {
            if (string.IsNullOrWhiteSpace(value))
            {
                throw new ArgumentException($"{options}: {name} is blank; expected the name of a column.");
            }
        }
    }
}
