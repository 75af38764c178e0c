namespace AISafety.Statistics.Tests;

/// <summary>An exact learner: any function of a cell, for which the best is decided cell by cell. The model is its predictions by cell.</summary>
internal sealed class CellLearner(int[] cells, int cellCount)
{
    public double[] Train(ReadOnlySpan<byte> labels, ReadOnlySpan<double> weights, Span<double> predictions)
    {
        double[] votes = new double[cellCount];
        for (int row = 0; row < labels.Length; row++)
        {
            votes[cells[row]] += weights[row] * (labels[row] == 1 ? 1 : -1);
        }

        double[] model = Array.ConvertAll(votes, static vote => vote > 0 ? 1.0 : 0);
        for (int row = 0; row < labels.Length; row++)
        {
            predictions[row] = model[cells[row]];
        }

        return model;
    }

    /// <summary>An exact learner of squared loss: the weighted share of label 1.</summary>
    public double[] TrainShares(ReadOnlySpan<byte> labels, ReadOnlySpan<double> weights, Span<double> predictions)
    {
        (double[] ones, double[] all) = (new double[cellCount], new double[cellCount]);
        for (int row = 0; row < labels.Length; row++)
        {
            ones[cells[row]] += weights[row] * labels[row];
            all[cells[row]] += weights[row];
        }

        double[] model = [.. ones.Zip(all, static (one, both) => both > 0 ? one / both : 0.5)];
        for (int row = 0; row < labels.Length; row++)
        {
            predictions[row] = model[cells[row]];
        }

        return model;
    }
}
