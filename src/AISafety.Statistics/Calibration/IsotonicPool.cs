namespace AISafety.Statistics;

/// <summary>Pools neighbouring scores of which the share of label 1 decreases, until it nowhere does: the blocks of an isotonic function.</summary>
/// <remarks>Source: Ayer, Brunk, Ewing, Reid and Silverman, Annals of Mathematical Statistics 26, 1955.</remarks>
internal sealed class IsotonicPool
{
    /// <summary>The blocks so far, ascending.</summary>
    public List<Block> Blocks { get; } = [];

    /// <summary>Takes the next score.</summary>
    /// <param name="score">Above the one before.</param>
    /// <param name="positives">The weight of label 1 there.</param>
    /// <param name="total">All weight there; more than 0.</param>
    public void Add(double score, double positives, double total)
    {
        Block block = new(score, score, positives, total);

        // While the block before is at least as high: by products, which for counts up to 90 million do not round.
        while (Blocks.Count > 0 && Blocks[^1].Positives * block.Total >= block.Positives * Blocks[^1].Total)
        {
            Block before = Blocks[^1];
            block = new(before.First, block.Last, before.Positives + block.Positives, before.Total + block.Total);
            Blocks.RemoveAt(Blocks.Count - 1);
        }

        Blocks.Add(block);
    }

    /// <summary>The function that has a value on each block.</summary>
    public IsotonicCalibration Curve(ReadOnlySpan<double> values)
    {
        List<double> knots = [];
        List<double> heights = [];
        for (int i = 0; i < Blocks.Count; i++)
        {
            knots.Add(Blocks[i].First);
            heights.Add(values[i]);
            if (Blocks[i].Last > Blocks[i].First)
            {
                knots.Add(Blocks[i].Last);
                heights.Add(values[i]);
            }
        }

        return new(knots.ToArray(), heights.ToArray());
    }

    /// <summary>Scores from one to another, and the weights there.</summary>
    public readonly record struct Block(double First, double Last, double Positives, double Total)
    {
        /// <summary>The share of label 1.</summary>
        public double Share => Math.Clamp(Positives / Total, 0, 1);
    }
}
