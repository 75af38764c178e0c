namespace AISafety.Robustness;

/// <summary>A sign that gradients mislead, so that attacks by gradients say too much good of the model.</summary>
/// <param name="Code">Stable: masking.iteration, masking.steps, masking.budget, masking.unbounded, masking.black-box, masking.noise or masking.zero-gradient.</param>
/// <param name="Text">What was found, for people.</param>
/// <param name="Expected">The greatest value that there should have been: an accuracy, or a share of rows.</param>
/// <param name="Found">The value that there was.</param>
public sealed record MaskingFinding(string Code, string Text, double Expected, double Found);
