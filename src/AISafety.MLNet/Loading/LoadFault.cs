using System.Reflection;

namespace AISafety.MLNet;

/// <summary>Says why ML.NET could not load a model.</summary>
internal static class LoadFault
{
    public static string Explain(Exception exception)
    {
        Exception cause = exception;
        while (cause is TargetInvocationException { InnerException: { } inner })
        {
            cause = inner;
        }

        return $"ML.NET cannot load it: {cause.Message}";
    }
}
