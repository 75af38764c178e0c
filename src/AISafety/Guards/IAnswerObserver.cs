namespace AISafety;

/// <summary>A fallback that wants to see the model's good answers. The engine calls it for every call that was simply allowed.</summary>
internal interface IAnswerObserver<TIn, TOut>
{
    void Answered(TIn input, TOut output, SafetyContext context);
}
