namespace AISafety;

/// <summary>Where a call stands.</summary>
internal enum Stage : byte
{
    Admission,
    Features,
    Input,
    BesideModel,
    Model,
    Output,
    Resolve,
}
