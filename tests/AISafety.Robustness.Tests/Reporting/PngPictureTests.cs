using System.Buffers.Binary;
using System.IO.Compression;
using AISafety.Robustness.Reporting;

namespace AISafety.Robustness.Tests;

[TestFixture]
public sealed class PngPictureTests
{
    [Test]
    public void Address_grey_picture_unpacks_to_its_pixels()
    {
        byte[] file = Bytes(PngPicture.Address([0, 0.5f, 1, 2, -1, 0.25f], new(2, 3), 0, 1));
        byte[] lines = Unpack(file);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(file[..8], Is.EqualTo(new byte[] { 0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A }));
            Assert.That(lines, Is.EqualTo(new byte[] { 0, 0, 128, 255, 0, 255, 0, 64 }));

            // The checksum of an empty IEND is the same in every PNG.
            Assert.That(file[^4..], Is.EqualTo(new byte[] { 0xAE, 0x42, 0x60, 0x82 }));
        }
    }

    [Test]
    public void Address_colours_of_planes_are_put_together()
    {
        byte[] file = Bytes(PngPicture.Address([0, 1, 1, 0, 0.2f, 0.4f], new(1, 2, 3), 0, 1));

        Assert.That(file[25], Is.EqualTo(2));
        Assert.That(Unpack(file), Is.EqualTo(new byte[] { 0, 0, 255, 51, 255, 0, 102 }));
    }

    private static byte[] Bytes(string address) => Convert.FromBase64String(address["data:image/png;base64,".Length..]);

    private static byte[] Unpack(byte[] file)
    {
        // Signature, IHDR of 13 bytes, then IDAT.
        int length = BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(33));
        using ZLibStream zlib = new(new MemoryStream(file, 41, length), CompressionMode.Decompress);
        using MemoryStream lines = new();
        zlib.CopyTo(lines);
        return lines.ToArray();
    }
}
