using System.IO.Compression;
using System.Text;

namespace AISafety.MLNet.Tests;

/// <summary>Changes what is in a saved model, with checksums that are right again.</summary>
internal static class Zip
{
    public static byte[] Edit(byte[] model, Func<string, byte[], byte[]?> edit)
    {
        using MemoryStream edited = new();
        using (ZipArchive from = new(new MemoryStream(model)))
        using (ZipArchive to = new(edited, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (ZipArchiveEntry entry in from.Entries)
            {
                using MemoryStream content = new();
                using (Stream stream = entry.Open())
                {
                    stream.CopyTo(content);
                }

                if (edit(entry.FullName, content.ToArray()) is { } bytes)
                {
                    using Stream stream = to.CreateEntry(entry.FullName).Open();
                    stream.Write(bytes);
                }
            }
        }

        return edited.ToArray();
    }

    /// <summary>Replaces a text by another of its length.</summary>
    public static byte[] Replace(byte[] bytes, string text, string by)
    {
        string all = Encoding.Latin1.GetString(bytes);
        return Encoding.Latin1.GetBytes(all.Replace(text, by, StringComparison.Ordinal).Replace(Wide(text), Wide(by), StringComparison.Ordinal));

        static string Wide(string text) => string.Concat(text.Select(letter => $"{letter}\0"));
    }

    /// <summary>Sets the version that a part was written in, and the one that is needed to read it.</summary>
    public static byte[] Version(byte[] key, string signature, byte version)
    {
        byte[] changed = [.. key];
        int place = Encoding.Latin1.GetString(key).IndexOf(signature, StringComparison.Ordinal);
        changed[place + 8] = version;
        changed[place + 12] = version;
        return changed;
    }
}
