using AISafety.Peers.Rooms;

namespace AISafety.Peers;

/// <summary>A whole run: the machine, every operation, the machine again, the report.</summary>
internal static class Measurement
{
    public static int Run(RunOptions options)
    {
        using Inputs inputs = new();
        using PythonPeer python = PythonPeer.Start(options.Python, options.Script, inputs.Folder);
        Bench bench = new(inputs, python, options.Quick ? Sizes.Quick : Sizes.Full);
        Entry[] wanted = [.. AllRooms.Entries(bench).Where(entry => options.Wants(entry.Name))];
        if (options.List || wanted.Length == 0)
        {
            Console.WriteLine(wanted.Length == 0 ? "No operation has that name; --list names all." : string.Join('\n', wanted.Select(entry => entry.Name)));
            return wanted.Length == 0 ? 2 : 0;
        }

        int core = options.Core ?? Affinity.CurrentCore;
        python.PinTo(core);
        MachineRates before = MachineRates.Measure(options.Quick, core);
        Race race = new(options.Rounds, core, options.Quick);
        List<Row> rows = [];
        foreach (Entry entry in wanted)
        {
            Row row = race.Run(entry);
            rows.Add(row);
            Console.Error.WriteLine($"{row.Name}: {Summary(row)}");
            python.Forget();
        }

        Report report = new(options, python.Description, before, MachineRates.Measure(options.Quick, core));
        string text = report.Write(rows);
        Console.Write(text);
        if (options.Out is { } file)
        {
            File.WriteAllText(file, text);
        }

        return rows.Any(row => row.Fault is not null) ? 1 : 0;
    }

    private static string Summary(Row row) =>
        row.Fault is { } fault ? $"NOT TIMED. {fault}" : row.Best is { } best ? $"{row.Ratio:g3} times as fast as {best.Name}" : "no peer here";
}
