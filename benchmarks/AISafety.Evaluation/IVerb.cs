namespace AISafety.Evaluation;

/// <summary>Something that can be computed from a file. A thin shell over the public API: no mathematics and no rule of its own.</summary>
internal interface IVerb
{
    /// <summary>The word on the command line.</summary>
    string Name { get; }

    /// <summary>One line for <c>--help</c>: the file's format and the options.</summary>
    string Help { get; }

    /// <summary>Computes, and writes to <paramref name="output"/>.</summary>
    /// <exception cref="BadFileException">A file is not as the verb needs it; names line or key.</exception>
    void Run(VerbArguments arguments, VerbOutput output);
}
