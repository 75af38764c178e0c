namespace AISafety.MLNet;

/// <summary>The columns that a reduction adds to the training rows, to be given to the trainer.</summary>
/// <param name="Label">The column of what is to be learned; Boolean. Not the true label.</param>
/// <param name="Weight">The column of how much a row counts; Single, 0 or more. Trainers call it the example weight.</param>
public readonly record struct ReductionColumns(string Label, string Weight);
