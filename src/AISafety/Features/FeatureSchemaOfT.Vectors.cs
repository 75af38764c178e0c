namespace AISafety;

public sealed partial class FeatureSchema<TIn>
{
    /// <summary>The features that are the elements of the input itself, in its order; null where the input is no vector.</summary>
    internal IReadOnlyList<Feature>? InputElements =>
        _columns is [VectorColumn<TIn> { IsWholeInput: true } vector, ..] ? vector.Features : null;

    /// <summary>The columns of which the row does not show everything, with their places in it.</summary>
    internal IReadOnlyList<(FeatureColumn<TIn> Column, int Place)> ColumnsBeyondRow
    {
        get
        {
            List<(FeatureColumn<TIn>, int)> beyond = [];
            int place = 0;
            foreach (FeatureColumn<TIn> column in _columns)
            {
                if (column.JudgesBeyondRow)
                {
                    beyond.Add((column, place));
                }

                place += column.Width;
            }

            return beyond;
        }
    }
}
