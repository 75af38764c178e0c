namespace AISafety.Architecture.Tests;

[TestFixture]
public sealed class SourceTests
{
    [Test]
    public void Source_files_have_at_most_400_lines() =>
        Assert.That(Repository.SourceFiles("src").Where(file => File.ReadLines(file).Count() > 400).Select(Repository.Relative), Is.Empty);

    [Test]
    public void Source_files_are_short_by_habit()
    {
        int[] lines = [.. Repository.SourceFiles("src").Select(file => File.ReadLines(file).Count()).Order()];

        Assert.That(lines[lines.Length * 95 / 100], Is.LessThanOrEqualTo(250));
    }

    [Test]
    public void Unsafe_and_MemoryMarshal_stay_inside_Kernels() =>
        Assert.That(
            Repository.SourceFiles("src")
                .Where(file => !file.Split(Path.DirectorySeparatorChar).Contains("Kernels"))
                .Where(file => File.ReadLines(file).Any(line =>
                    line.Contains("Unsafe.", StringComparison.Ordinal) || line.Contains("MemoryMarshal.", StringComparison.Ordinal) || line.Contains(" unsafe ", StringComparison.Ordinal)))
                .Select(Repository.Relative),
            Is.Empty);

    [Test]
    public void Nothing_is_left_unfinished() =>
        Assert.That(
            Repository.SourceFiles("src").Where(file => File.ReadAllText(file) is var text
                && (text.Contains("TODO", StringComparison.Ordinal) || text.Contains("FIXME", StringComparison.Ordinal) || text.Contains("NotImplementedException", StringComparison.Ordinal)))
                .Select(Repository.Relative),
            Is.Empty);
}
