namespace AISafety;

/// <summary>How the relations between numeric features of a window compare with the reference.</summary>
/// <param name="First">One feature of the pair whose correlation has changed most.</param>
/// <param name="Second">The other.</param>
/// <param name="ReferenceCorrelation">Their correlation in the reference, -1 to 1.</param>
/// <param name="CurrentCorrelation">Their correlation in the window, -1 to 1.</param>
/// <param name="PValue">The probability of as large a change, over all pairs or of one, if nothing has changed.</param>
/// <param name="IsDrifted">Whether it drifted: significantly, and perhaps by more than does not matter.</param>
public sealed record RelationDrift(string First, string Second, double ReferenceCorrelation, double CurrentCorrelation, double PValue, bool IsDrifted);
