namespace AISafety.Performance;

/// <summary>The metrics of one window of calls. Used by one thread.</summary>
internal interface IMetricWindow
{
    IReadOnlyList<MetricStream> Streams { get; }

    /// <summary>Rows that could not be judged, as a label of 2 for a binary classifier.</summary>
    int Invalid { get; }

    /// <summary>Takes a block.</summary>
    /// <returns>How many of its rows count towards the window's size, those that could not be judged among them; 0 if the block is none of its.</returns>
    int Observe(ColumnBlock block);
}
