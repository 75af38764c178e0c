using System.Globalization;

namespace AISafety.Evaluation.Drift;

/// <summary>Rows of independent features, of which the first changes where it is told to.</summary>
internal sealed class SimulatedStream(Shift shift, int features, ulong seed)
{
    private static readonly string[] _categories = ["a", "b", "c", "d", "e"];

    private readonly Draws _draws = new(seed);

    public float[] Row { get; } = new float[features];

    public FeatureSchema<float[]> Schema { get; } = SchemaOf(shift, features);

    /// <summary>A fresh reference.</summary>
    public ReferenceProfile Reference(int rows) => ReferenceProfile.FitRows(Schema, Table(rows));

    /// <summary>Rows as in the reference, one after the other.</summary>
    public float[] Table(int rows)
    {
        float[] cells = new float[rows * features];
        for (int i = 0; i < cells.Length; i++)
        {
            cells[i] = shift.Before(_draws);
        }

        return cells;
    }

    /// <summary>Draws the next row.</summary>
    public float[] Next(bool changed)
    {
        Row[0] = changed ? shift.After(_draws) : shift.Before(_draws);
        for (int j = 1; j < features; j++)
        {
            Row[j] = shift.Before(_draws);
        }

        return Row;
    }

    private static FeatureSchema<float[]> SchemaOf(Shift shift, int features)
    {
        FeatureSchema<float[]> schema = FeatureSchema.For<float[]>();
        for (int j = 0; j < features; j++)
        {
            int place = j;
            string name = string.Create(CultureInfo.InvariantCulture, $"x{j + 1}");
            schema = shift.IsCategorical
                ? schema.Categorical(name, row => _categories[(int)row[place]], _categories)
                : schema.Numeric(name, row => row[place]);
        }

        return schema;
    }
}
