namespace AISafety.Resilience;

/// <summary>A model around another one, so that whoever looks for parts with something to tell finds those inside.</summary>
internal interface IWrapsModel
{
    /// <summary>The model that is wrapped.</summary>
    object Inner { get; }
}
