namespace AISafety.Statistics.Tests.Sketches;

/// <summary>Damages the bytes of a sketch in every way that the format must find out.</summary>
internal static class SketchFuzz
{
    public static void RequireRefusals(byte[] bytes, Action<byte[]> read)
    {
        read(bytes);
        Random random = new(1);
        for (int length = 0; length < bytes.Length; length += 1 + (bytes.Length / 200))
        {
            Refuses(bytes[..length], read);
        }

        for (int i = 0; i < 400; i++)
        {
            byte[] damaged = [.. bytes];
            damaged[i < 40 ? i % bytes.Length : random.Next(bytes.Length)] ^= (byte)(1 << random.Next(8));
            Refuses(damaged, read);
        }

        Refuses([.. bytes, 0], read);
        byte[] later = [.. bytes];
        later[4] = 2;
        Assert.That(() => read(Sealed(later)), Throws.InstanceOf<SketchFormatException>().With.Message.Contains("version 2"));

        // With a right checksum over wrong content, nothing but the format's own exception may come out.
        for (int i = 0; i < 2000; i++)
        {
            byte[] content = [.. bytes];
            for (int change = random.Next(4); change >= 0; change--)
            {
                content[12 + random.Next(Math.Min(80, content.Length - 16))] = (byte)random.Next(256);
            }

            try
            {
                read(Sealed(content));
            }
            catch (SketchFormatException)
            {
                // Refused, as it may be.
            }
        }
    }

    private static byte[] Sealed(byte[] bytes)
    {
        BitConverter.TryWriteBytes(bytes.AsSpan(bytes.Length - 4), SketchWriter.Checksum(bytes.AsSpan(0, bytes.Length - 4)));
        return bytes;
    }

    private static void Refuses(byte[] bytes, Action<byte[]> read) => Assert.That(() => read(bytes), Throws.InstanceOf<SketchFormatException>());
}
