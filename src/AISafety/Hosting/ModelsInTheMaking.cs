namespace AISafety.Hosting;

/// <summary>Which models this thread is building, one for another: a circle would wait for itself for ever.</summary>
internal sealed class ModelsInTheMaking : IDisposable
{
    [ThreadStatic]
    private static List<string>? _keys;

    private ModelsInTheMaking()
    {
    }

    /// <exception cref="SafetyBuildException">The model is being built already.</exception>
    public static ModelsInTheMaking Begin(string key)
    {
        List<string> keys = _keys ??= [];
        if (keys.Contains(key))
        {
            throw new SafetyBuildException($"Model '{key}': it is made with itself: {string.Join(" -> ", keys)} -> {key}. A model can be a fallback of another, but not in a circle.");
        }

        keys.Add(key);
        return new();
    }

    public void Dispose() => _keys!.RemoveAt(_keys.Count - 1);
}
