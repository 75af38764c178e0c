namespace AISafety.Statistics;

public sealed partial class KllSketch
{
    /// <summary>The sketch as bytes, in a format with version, length and checksum.</summary>
    public byte[] ToBytes()
    {
        SketchWriter writer = new(SketchKind.Kll);
        writer.Write(K);
        writer.Write((long)_random);
        writer.Write(Count);
        writer.Write(MissingCount);
        writer.Write(Min);
        writer.Write(Max);
        writer.Write(_levels.Length);
        foreach (KllLevel level in _levels)
        {
            writer.Write(level.Count);
            foreach (double value in level.Values)
            {
                writer.Write(value);
            }
        }

        return writer.Finish();
    }

    /// <summary>The sketch that <see cref="ToBytes"/> wrote; it goes on exactly as the first would have.</summary>
    /// <exception cref="SketchFormatException">The bytes are not such a sketch.</exception>
    public static KllSketch FromBytes(ReadOnlySpan<byte> bytes)
    {
        SketchReader reader = new(bytes, SketchKind.Kll);
        KllSketch sketch = new(reader.Int32(LeastK, ushort.MaxValue)) { _random = (ulong)reader.Int64() };
        long total = reader.Count();
        sketch.MissingCount = reader.Count();
        double min = reader.Double();
        double max = reader.Double();
        int levels = reader.Int32(1, MostLevels);
        while (sketch._levels.Length < levels)
        {
            sketch.Grow();
        }

        UInt128 weight = 0;
        for (int h = 0; h < levels; h++)
        {
            double[] values = new double[reader.Int32(0, sketch._levels[h].Capacity - 1)];
            weight += (UInt128)(uint)values.Length << h;
            for (int i = 0; i < values.Length; i++)
            {
                values[i] = reader.Double();
                SketchReader.Require(values[i] >= min && values[i] <= max, "A value in the sketch is out of its range.");
                SketchReader.Require(h == 0 || i == 0 || values[i] >= values[i - 1], "The values of a level are not in order.");
            }

            sketch._levels[h].Set(values);
        }

        SketchReader.Require(weight == (UInt128)total, "The values in the sketch do not add up to its count.");
        SketchReader.Require(total > 0 || (double.IsNaN(min) && double.IsNaN(max)), "An empty sketch has no range.");
        reader.RequireEnd();
        if (total > 0)
        {
            (sketch._above, sketch._leastAbove, sketch._greatestAbove) = (total - sketch._bottom.Count, min, max);
        }

        return sketch;
    }
}
