namespace AISafety.Statistics;

/// <summary>What the Anderson-Darling test of k samples found.</summary>
/// <param name="Statistic">The standardised statistic: mean 0 and variance 1 if all samples come from one distribution.</param>
/// <param name="PValue">Interpolated in a table from 0.25 to 0.001; a value at an end stands for all beyond it.</param>
/// <param name="Samples">k.</param>
/// <param name="Count">How many numbers took part, of all samples together.</param>
/// <param name="Missing">How many NaN were left out.</param>
public readonly record struct AndersonDarlingResult(double Statistic, double PValue, int Samples, int Count, int Missing);
