using System.ComponentModel.DataAnnotations;
using AISafety;

namespace WebApi;

/// <summary>Measurements of cell nuclei in one image: means, standard errors of the means, and worst values. What is missing is null.</summary>
/// <remarks>The order is that of the model's training. The ranges go from half of the least in the data to twice the greatest.</remarks>
[FeatureRow]
public sealed partial record Biopsy(
    [property: Feature(Name = "mean radius"), Required, Range(3.4d, 57d)] float? MeanRadius,
    [property: Feature(Name = "mean texture"), Required, Range(4.8d, 79d)] float? MeanTexture,
    [property: Feature(Name = "mean perimeter"), Required, Range(21d, 380d)] float? MeanPerimeter,
    [property: Feature(Name = "mean area"), Required, Range(71d, 5100d)] float? MeanArea,
    [property: Feature(Name = "mean smoothness"), Required, Range(0.026d, 0.33d)] float? MeanSmoothness,
    [property: Feature(Name = "mean compactness"), Required, Range(0.0096d, 0.7d)] float? MeanCompactness,
    [property: Feature(Name = "mean concavity"), Required, Range(0d, 0.86d)] float? MeanConcavity,
    [property: Feature(Name = "mean concave points"), Required, Range(0d, 0.41d)] float? MeanConcavePoints,
    [property: Feature(Name = "mean symmetry"), Required, Range(0.053d, 0.61d)] float? MeanSymmetry,
    [property: Feature(Name = "mean fractal dimension"), Required, Range(0.024d, 0.2d)] float? MeanFractalDimension,
    [property: Feature(Name = "radius error"), Required, Range(0.055d, 5.8d)] float? RadiusError,
    [property: Feature(Name = "texture error"), Required, Range(0.18d, 9.8d)] float? TextureError,
    [property: Feature(Name = "perimeter error"), Required, Range(0.37d, 44d)] float? PerimeterError,
    [property: Feature(Name = "area error"), Required, Range(3.4d, 1100d)] float? AreaError,
    [property: Feature(Name = "smoothness error"), Required, Range(0.00085d, 0.063d)] float? SmoothnessError,
    [property: Feature(Name = "compactness error"), Required, Range(0.0011d, 0.28d)] float? CompactnessError,
    [property: Feature(Name = "concavity error"), Required, Range(0d, 0.8d)] float? ConcavityError,
    [property: Feature(Name = "concave points error"), Required, Range(0d, 0.11d)] float? ConcavePointsError,
    [property: Feature(Name = "symmetry error"), Required, Range(0.0039d, 0.16d)] float? SymmetryError,
    [property: Feature(Name = "fractal dimension error"), Required, Range(0.00044d, 0.06d)] float? FractalDimensionError,
    [property: Feature(Name = "worst radius"), Required, Range(3.9d, 73d)] float? WorstRadius,
    [property: Feature(Name = "worst texture"), Required, Range(6d, 100d)] float? WorstTexture,
    [property: Feature(Name = "worst perimeter"), Required, Range(25d, 510d)] float? WorstPerimeter,
    [property: Feature(Name = "worst area"), Required, Range(92d, 8600d)] float? WorstArea,
    [property: Feature(Name = "worst smoothness"), Required, Range(0.035d, 0.45d)] float? WorstSmoothness,
    [property: Feature(Name = "worst compactness"), Required, Range(0.013d, 2.2d)] float? WorstCompactness,
    [property: Feature(Name = "worst concavity"), Required, Range(0d, 2.6d)] float? WorstConcavity,
    [property: Feature(Name = "worst concave points"), Required, Range(0d, 0.59d)] float? WorstConcavePoints,
    [property: Feature(Name = "worst symmetry"), Required, Range(0.078d, 1.4d)] float? WorstSymmetry,
    [property: Feature(Name = "worst fractal dimension"), Required, Range(0.027d, 0.42d)] float? WorstFractalDimension);
