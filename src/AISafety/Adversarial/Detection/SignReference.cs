namespace AISafety.Adversarial;

/// <summary>The reference as signs learn from it.</summary>
/// <param name="Points">Its rows, as they are compared: scaled, or in the space of an embedding; one after the other.</param>
/// <param name="Columns">How many numbers a point has.</param>
/// <param name="Labels">Each row's class.</param>
/// <param name="Classes">How many classes the model knows.</param>
internal sealed record SignReference(float[] Points, int Columns, int[] Labels, int Classes)
{
    public int Count => Labels.Length;
}
