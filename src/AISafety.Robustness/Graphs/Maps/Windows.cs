namespace AISafety.Robustness.Graphs;

/// <summary>The windows that a kernel sees as it slides over an image of channels x height x width.</summary>
internal sealed class Windows
{
    public required int Channels { get; init; }

    public required int Height { get; init; }

    public required int Width { get; init; }

    public required int KernelHeight { get; init; }

    public required int KernelWidth { get; init; }

    public required int[] Strides { get; init; }

    public required int[] Dilations { get; init; }

    /// <summary>Top, left, bottom, right.</summary>
    public required int[] Pads { get; init; }

    public required int OutputHeight { get; init; }

    public required int OutputWidth { get; init; }

    public int Positions => OutputHeight * OutputWidth;

    public int Taps => KernelHeight * KernelWidth;

    /// <summary>For each position and tap the place within a channel; -1 in the padding, -2 beyond it (a last window that hangs over).</summary>
    public int[] Places()
    {
        int[] places = new int[Positions * Taps];
        for (int position = 0; position < Positions; position++)
        {
            for (int tap = 0; tap < Taps; tap++)
            {
                int row = position / OutputWidth * Strides[0] - Pads[0] + tap / KernelWidth * Dilations[0];
                int column = position % OutputWidth * Strides[1] - Pads[1] + tap % KernelWidth * Dilations[1];
                places[position * Taps + tap] = row >= 0 && row < Height && column >= 0 && column < Width ? row * Width + column
                    : row < Height + Pads[2] && column < Width + Pads[3] ? -1 : -2;
            }
        }

        return places;
    }
}
