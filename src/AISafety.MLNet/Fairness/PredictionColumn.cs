using Microsoft.ML;
using Microsoft.ML.Data;

namespace AISafety.MLNet;

/// <summary>Reads what a binary model predicts.</summary>
internal static class PredictionColumn
{
    private const string Decision = "PredictedLabel";
    private const string Probability = "Probability";
    private const string Score = "Score";

    /// <summary>Reads a decision, 0 or 1, or a probability for each row; NaN if the model's score is NaN, as it is where a feature is missing.</summary>
    /// <exception cref="ArgumentException">The model does not write the column, or the rows are more or fewer.</exception>
    public static void Read(IDataView predicted, bool isProbability, Span<double> predictions)
    {
        string name = isProbability ? Probability : Decision;
        DataViewType type = isProbability ? NumberDataViewType.Single : BooleanDataViewType.Instance;
        DataViewSchema.Column column = predicted.Schema.GetColumnOrNull(name) is { } found && found.Type.Equals(type)
            ? found
            : throw new ArgumentException($"The model writes no column '{name}' of {type}; expected a binary classifier{(isProbability ? " that is calibrated" : "")}.");
        DataViewSchema.Column? score = predicted.Schema.GetColumnOrNull(Score) is { } scored && scored.Type.Equals(NumberDataViewType.Single) ? scored : null;
        using DataViewRowCursor cursor = predicted.GetRowCursor(score is { } other ? [column, other] : [column]);
        ValueGetter<float>? readScore = score is { } present ? cursor.GetGetter<float>(present) : null;
        ValueGetter<bool>? readDecision = isProbability ? null : cursor.GetGetter<bool>(column);
        ValueGetter<float>? readProbability = isProbability ? cursor.GetGetter<float>(column) : null;
        int row = 0;
        while (cursor.MoveNext() && row < predictions.Length)
        {
            float value = 0;
            readScore?.Invoke(ref value);
            if (!float.IsNaN(value))
            {
                bool decision = false;
                readDecision?.Invoke(ref decision);
                value = decision ? 1 : 0;
                readProbability?.Invoke(ref value);
            }

            predictions[row++] = value;
        }

        if (row != predictions.Length)
        {
            throw new ArgumentException($"The model predicts {row} rows of {predictions.Length}; expected one prediction a row.");
        }
    }
}
