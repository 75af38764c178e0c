using System.Globalization;
using System.Text;

namespace AISafety.Peers;

/// <summary>Writes what was measured as Markdown.</summary>
internal sealed class Report(RunOptions options, string peers, MachineRates before, MachineRates after)
{
    private readonly StringBuilder _text = new();

    // What the machine did at its best is what a program may be held to.
    private readonly double _readRate = Math.Max(Median(before.Reading), Median(after.Reading));
    private readonly double _vectorRate = Math.Max(Median(before.Arithmetic), Median(after.Arithmetic));

    public string Write(IReadOnlyList<Row> rows)
    {
        Head();
        Table([.. rows.Where(row => row.Fault is null)]);
        Contenders([.. rows.Where(row => row.Fault is null && row.Peers.Count > 0)]);
        Faults([.. rows.Where(row => row.Fault is not null)]);
        Notes(rows);
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
        Line($"| operation | unit | ours | best peer | its time | times as fast | target | met | limit | share of the limit |");
        Line($"|---|---|---|---|---|---|---|---|---|---|");
        foreach (Row row in rows)
        {
            Operation operation = row.Operation!;
            double unit = operation.Unit.Nanoseconds;
            (double least, string kind) = operation.Limit?.At(_readRate, _vectorRate) ?? (double.NaN, "");
            string best = row.Best?.Name ?? "none here";
            string time = row.Best is { } peer ? Spread(peer.Times, unit) : operation.Quoted is null ? "" : $"quoted: {operation.Quoted}";
            string limit = double.IsNaN(least) ? "" : $"{least / unit:g3} ({kind})";
            string share = double.IsNaN(least) ? "" : $"{least / row.Ours!.Median:p0}";
            string verdict = operation.Target?.Verdict(row.Ours!.Median / unit, row.Ratio) ?? "";
            Line($"| {row.Name} | {operation.Unit.Name} | {Spread(row.Ours!.Times, unit)} | {best} | {time} | {(row.Best is null ? "" : $"{row.Ratio:g3}")} | {operation.Target} | {verdict} | {limit} | {share} |");
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
                Line($"| {row.Name} | {unit.Name} | {peer.Name} | {Spread(peer.Times, unit.Nanoseconds)} | {peer.Median / row.Ours!.Median:g3} | {peer.Difference:g2} |");
            }
        }

        Line($"");
    }

    private void Faults(IReadOnlyList<Row> rows)
    {
        if (rows.Count == 0)
        {
            return;
        }

        Line($"## Not timed");
        Line($"");
        foreach (Row row in rows)
        {
            Line($"- {row.Name}: {row.Fault}");
        }

        Line($"");
    }

    private void Notes(IReadOnlyList<Row> rows)
    {
        Line($"## Notes");
        Line($"");
        foreach (IGrouping<string, Row> group in rows.Where(row => row.Operation?.Note is not null).GroupBy(row => row.Operation!.Note!))
        {
            Line($"- {string.Join("; ", group.Select(row => row.Name))}: {group.Key}");
        }

        foreach (Row row in rows.Where(row => row.Operation?.Quoted is not null && row.Peers.Count > 0))
        {
            Line($"- {row.Name}: quoted, not measured here: {row.Operation!.Quoted}");
        }
    }

    private static string Spread(double[] ascending, double divisor = 1) =>
        string.Create(CultureInfo.InvariantCulture, $"{ascending[0] / divisor:g3} / {Median(ascending) / divisor:g3} / {ascending[^1] / divisor:g3}");

    private static double Median(double[] ascending) => ascending[ascending.Length / 2];

    private static string Version(Type type) => type.Assembly.GetName().Version?.ToString(3) ?? "unknown";

    private void Line(FormattableString text) => _text.Append(text.ToString(CultureInfo.InvariantCulture)).Append('\n');
}
