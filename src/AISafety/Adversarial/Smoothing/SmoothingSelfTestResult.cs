namespace AISafety.Adversarial;

/// <summary>How certificates did where the truth is known; see <see cref="SmoothingSelfTest"/>.</summary>
/// <param name="Runs">How many certificates were tried.</param>
/// <param name="Wrong">How many named the wrong class or a radius greater than the true one.</param>
/// <param name="Abstained">How many abstained.</param>
/// <param name="MeanShare">The mean of certified radius / true radius, abstentions counting 0.</param>
/// <param name="MeanSamples">The mean number of noisy copies of a certificate.</param>
/// <param name="Alpha">The share that may be wrong.</param>
public sealed record SmoothingSelfTestResult(int Runs, int Wrong, int Abstained, double MeanShare, double MeanSamples, double Alpha);
