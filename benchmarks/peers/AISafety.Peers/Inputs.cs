using System.Runtime.InteropServices;

namespace AISafety.Peers;

/// <summary>An array that this process holds, and the name of the file from which the other one reads the same bytes.</summary>
internal sealed record Input<T>(T[] Values, string File)
    where T : unmanaged;

/// <summary>The inputs of all operations: each is made once, and written as raw little-endian numbers to a folder that goes with this object.</summary>
internal sealed class Inputs : IDisposable
{
    private readonly Dictionary<string, object> _made = new(StringComparer.Ordinal);

    public string Folder { get; } = Directory.CreateTempSubdirectory("peers-").FullName;

    /// <summary>The input of that name; made if it is not there.</summary>
    public Input<T> Get<T>(string name, Func<T[]> make)
        where T : unmanaged
    {
        string file = $"{name}.{Extension<T>()}";
        if (_made.TryGetValue(file, out object? made))
        {
            return (Input<T>)made;
        }

        Input<T> input = new(make(), file);
        using FileStream stream = File.Create(Path.Combine(Folder, file));
        stream.Write(MemoryMarshal.AsBytes<T>(input.Values));
        _made.Add(file, input);
        return input;
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    private static string Extension<T>() => typeof(T) switch
    {
        Type type when type == typeof(double) => "f64",
        Type type when type == typeof(float) => "f32",
        Type type when type == typeof(byte) => "u8",
        Type type when type == typeof(int) => "i32",
        Type type when type == typeof(long) => "i64",
        _ => throw new NotSupportedException($"No file format for {typeof(T).Name}."),
    };
}
