using System.Reflection;
using Microsoft.ML;

namespace AISafety.MLNet;

/// <summary>Says why ML.NET could not load a model.</summary>
internal static class LoadFault
{
    /// <summary>The cause, which ML.NET wraps in an exception for each step of a model; and what to do, where its words are known.</summary>
    public static string Explain(Exception exception)
    {
        Exception cause = exception;
        while (cause.InnerException is { } inner)
        {
            cause = inner;
        }

        string said = cause.Message.Trim();
        return cause switch
        {
            FileNotFoundException { FileName: { } file } when file.Contains(", Version=", StringComparison.Ordinal) =>
                $"it needs the assembly '{new AssemblyName(file).Name}', which the application does not have. Add the package that holds it.",
            _ when said.Contains("too new", StringComparison.OrdinalIgnoreCase) =>
                $"it was saved by a later version of ML.NET than {typeof(MLContext).Assembly.GetName().Version}, or of one of its packages ({said}).",
            _ when said.Contains("contract", StringComparison.Ordinal) =>
                $"it has a step of its author's own that is not known here. ML.NET says: {said} Pass the MLContext with which it is registered to {nameof(MLNetSource)}.",
            FormatException when said.StartsWith("Couldn't load model", StringComparison.Ordinal) =>
                $"it has a part that no assembly here knows ({said}). Add the package that holds it, or pass an MLContext with which its assembly is registered to {nameof(MLNetSource)}.",
            _ => $"ML.NET cannot load it: {said}",
        };
    }
}
