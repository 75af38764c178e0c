namespace AISafety;

/// <summary>Small codes for the names of those who answer calls.</summary>
internal sealed class ArmNames
{
    public const byte None = 0;
    public const byte Model = 1;
    private const byte Others = 201;
    private readonly Lock _gate = new();
    private volatile string[] _names = ["none", "model"];

    public string NameOf(byte code)
    {
        string[] names = _names;
        return code < names.Length ? names[code] : code == Others ? "others" : "none";
    }

    public byte CodeOf(string name)
    {
        int code = Array.IndexOf(_names, name);
        return code >= 0 ? (byte)code : Add(name);
    }

    private byte Add(string name)
    {
        lock (_gate)
        {
            int code = Array.IndexOf(_names, name);
            if (code >= 0)
            {
                return (byte)code;
            }

            if (_names.Length == Others)
            {
                return Others;
            }

            _names = [.. _names, name];
            return (byte)(_names.Length - 1);
        }
    }
}
