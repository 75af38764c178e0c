using System.Numerics.Tensors;

namespace AISafety.Adversarial;

/// <summary>Brings rows to where they are compared: scaled, or embedded.</summary>
internal sealed class ReferenceSpace<TIn>(RowModel<TIn> model, IModel<TIn, float[]>? embedding, float[]? inverseScales)
{
    public async ValueTask<float[]> PointAsync(TIn input, CancellationToken cancellationToken)
    {
        if (embedding is not null)
        {
            return await embedding.PredictAsync(input, cancellationToken).ConfigureAwait(false);
        }

        float[] point = model.Read(input).ToArray();
        if (inverseScales is not null)
        {
            TensorPrimitives.Multiply(point, inverseScales, point);
        }

        return point;
    }

    /// <summary>1 / the standard deviation of each column; of one that does not vary, 1 / the mean of the others; 1 if none does.</summary>
    public static float[] InverseScales(IReadOnlyList<float[]> rows)
    {
        int columns = rows[0].Length;
        double[] deviations = new double[columns];
        for (int column = 0; column < columns; column++)
        {
            double mean = rows.Average(row => (double)row[column]);
            deviations[column] = Math.Sqrt(rows.Average(row => (row[column] - mean) * (row[column] - mean)));
        }

        double typical = deviations.Where(static deviation => deviation > 0).DefaultIfEmpty(1).Average();
        return Array.ConvertAll(deviations, deviation => (float)(1 / (deviation > 0 ? deviation : typical)));
    }
}
