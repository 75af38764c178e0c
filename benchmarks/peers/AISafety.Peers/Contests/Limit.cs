namespace AISafety.Peers;

/// <summary>The least that any program must do: read its input once, and pass so many bytes through vector arithmetic. The slower of the two is the limit.</summary>
/// <param name="BytesRead">Bytes of input.</param>
/// <param name="BytesComputed">Bytes of vectors that one instruction each takes in; 0 if reading is all.</param>
internal sealed record Limit(double BytesRead, double BytesComputed = 0)
{
    /// <summary>Nanoseconds of a run, and which of the two it is.</summary>
    public (double Nanoseconds, string Kind) At(double readRate, double vectorRate)
    {
        double reading = BytesRead / readRate;
        double computing = BytesComputed / vectorRate;
        return reading >= computing ? (reading, "memory") : (computing, "arithmetic");
    }
}
