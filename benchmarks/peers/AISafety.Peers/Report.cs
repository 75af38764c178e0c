using System.Globalization;
using System.Text;

namespace AISafety.Peers;

/// <summary>Writes what was measured as Markdown.</summary>
internal sealed class Report(RunOptions options, string peers, MachineRates before, MachineRates after)
{
    private readonly StringBuilder _text = new();
    private readonly List<string> _notes = [];

    // What the machine did at its best is what a program may be held to.
    private readonly double _readRate = Math.Max(Median(before.Reading), Median(after.Reading));
    private readonly double _vectorRate = Math.Max(Median(before.Arithmetic), Median(after.Arithmetic));

    public string Write(IReadOnlyList<Row> rows)
    {
        Head();
        Table([.. rows.Where(row => row.Fault is null)]);
        Contenders([.. rows.Where(row => row.Fault is null && row.Peers.Count > 0)]);
        Section("Not timed", [.. rows.Where(row => row.Fault is not null).Select(row => $"- {row.Name}: {row.Fault}")]);
        Section("Notes", [.. _notes.Select((note, i) => $"{i + 1}. {note}")]);
        return _text.ToString();
    }

    private void Head()
    {
        Line($"# This library and its peers");
        Line($"");
        if (options.Quick)
        {
            Line($"A smoke run on small inputs: it shows that all works, and measures nothing.");
            Line($"");
        }

        Line($"- {Processor.Description}; {Processor.Vectors}.");
        Line($"- Peers: {peers}; MathNet.Numerics {Version(typeof(MathNet.Numerics.Statistics.ArrayStatistics))}, System.Numerics.Tensors {Version(typeof(System.Numerics.Tensors.TensorPrimitives))}.");
        Line($"- {options.Rounds} rounds, in turns A B C C B A; one thread, pinned to one core; thread CPU time: min / median / max.");
        Line($"- One thread reads {Spread(before.Reading)} GB/s before and {Spread(after.Reading)} GB/s after; that is {8 / _readRate:g3} ns a double and {4 / _readRate:g3} ns a float.");
        Line($"- One thread passes {Spread(before.Arithmetic)} GB/s of vectors through arithmetic before and {Spread(after.Arithmetic)} GB/s after.");
        Line($"");
    }

    private void Table(IReadOnlyList<Row> rows)
    {
        Line($"| operation | unit | ours | best peer | its time | times as fast | as the best library call | target | met | limit | share of the limit |");
        Line($"|---|---|---|---|---|---|---|---|---|---|---|");
        foreach (Row row in rows)
        {
            Operation operation = row.Operation!;
            double unit = operation.Unit.Nanoseconds;
            (double least, string kind) = operation.Limit?.At(_readRate, _vectorRate) ?? (double.NaN, "");
            string best = row.Best is { } peer ? $"{peer.Name} | {Spread(peer.Times, unit)}" : $"none here | quoted: {operation.Quoted}";
            string limit = double.IsNaN(least) ? "|" : string.Create(CultureInfo.InvariantCulture, $"{least / unit:g3} ({kind}) | {least / row.Ours!.Median:p0}");
            string verdict = operation.Target?.Verdict(row.Ours!.Median / unit, row.Ratio, row.RatioToCall) ?? "";
            Line($"| {row.Name}{Marks(operation)} | {operation.Unit.Name} | {Spread(row.Ours!.Times, unit)} | {best} | {Number(row.Ratio)} | {Number(row.RatioToCall)} | {operation.Target} | {verdict} | {limit} |");
        }

        Line($"");
    }

    private void Contenders(IReadOnlyList<Row> rows)
    {
        Line($"## Every peer");
        Line($"");
        Line($"| operation | unit | peer | its time | ours is so many times as fast | greatest relative difference of the answers |");
        Line($"|---|---|---|---|---|---|");
        foreach (Row row in rows)
        {
            foreach (Measured peer in row.Peers.OrderBy(peer => peer.Median))
            {
                Unit unit = row.Operation!.Unit;
                Line($"| {row.Name} | {unit.Name} | {peer.Name} | {Spread(peer.Times, unit.Nanoseconds)} | {Number(peer.Median / row.Ours!.Median)} | {peer.Difference:g2} |");
            }
        }

        Line($"");
    }

    private void Section(string title, string[] lines)
    {
        if (lines.Length > 0)
        {
            Line($"## {title}");
            Line($"");
            Line($"{string.Join('\n', lines)}");
            Line($"");
        }
    }

    // The numbers of a row's notes; rows share a note of the same text. What is quoted of a peer that is not here stands in the table.
    private string Marks(Operation operation)
    {
        string? quoted = operation is { Quoted: { } figure, Peers.Length: > 0 } ? $"Quoted, not measured here, in {operation.Unit.Name}: {figure}." : null;
        StringBuilder marks = new();
        foreach (string? note in new[] { operation.Note, quoted })
        {
            if (note is not null && !_notes.Contains(note))
            {
                _notes.Add(note);
            }

            marks.Append(note is null ? "" : $" [{_notes.IndexOf(note) + 1}]");
        }

        return marks.ToString();
    }

    private static string Spread(double[] ascending, double divisor = 1) =>
        $"{Number(ascending[0] / divisor)} / {Number(Median(ascending) / divisor)} / {Number(ascending[^1] / divisor)}";

    private static string Number(double value) => double.IsNaN(value) ? "" : value.ToString(value < 999.5 ? "g3" : "n0", CultureInfo.InvariantCulture);

    private static double Median(double[] ascending) => ascending[ascending.Length / 2];

    private static string Version(Type type) => type.Assembly.GetName().Version?.ToString(3) ?? "unknown";

    private void Line(FormattableString text) => _text.Append(text.ToString(CultureInfo.InvariantCulture)).Append('\n');
}
