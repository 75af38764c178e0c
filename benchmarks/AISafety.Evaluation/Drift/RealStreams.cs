using System.IO.Compression;
using System.Text.Json.Nodes;
using AISafety.Evaluation.Selective;
using AISafety.Statistics;

namespace AISafety.Evaluation.Drift;

/// <summary>Real streams, where the folder with them is there: the first alarms, and the changes of SEA's labels in a classifier's errors.</summary>
internal static class RealStreams
{
    private const int Reference = 1_000;

    public static IEnumerable<JsonNode> All(string folder, int seed)
    {
        if (!Directory.Exists(folder))
        {
            yield break;
        }

        foreach ((string name, string file) in ((string, string)[])
            [("SEA", "vlosing/SEA_training_data.csv"), ("Elec2", "vlosing/elec2_data.dat"), ("2CDT", "vlosing/2CDT.data"), ("Insects", "iks/Insects.zip")])
        {
            string path = Path.Combine(folder, file);
            if (File.Exists(path))
            {
                yield return Inputs(name, Read(path).WithoutText(), seed);
            }
        }

        string labels = Path.Combine(folder, "vlosing/SEA_training_class.csv");
        if (File.Exists(labels))
        {
            foreach (JsonNode line in Errors(Read(Path.Combine(folder, "vlosing/SEA_training_data.csv")), NumberStream(labels)))
            {
                yield return line;
            }
        }
    }

    private static JsonObject Inputs(string name, NumberTable table, int seed)
    {
        DriftWatch watch = new(ReferenceProfile.FitRows(table.Names, table.Cells.AsSpan(0, Reference * table.Names.Length)), new() { Seed = seed });
        DriftAlarm[] alarms = [.. Enumerable.Range(Reference, table.RowCount - Reference).SelectMany(row => watch.Observe(table.Row(row))).Where(static alarm => !alarm.IsContinuing)];
        return new JsonObject
        {
            ["table"] = "real streams",
            ["stream"] = name,
            ["rows"] = table.RowCount,
            ["features"] = table.Names.Length,
            ["alarms"] = alarms.Length,
            ["first alarm"] = alarms.Length == 0 ? null : alarms[0].Row + Reference,
            ["likely start"] = alarms.Length == 0 ? null : alarms[0].LikelyStart + Reference,
            ["drivers"] = alarms.Length == 0 ? null : string.Join(" ", alarms[0].Drivers.Select(static driver => driver.Name)),
        };
    }

    /// <summary>A linear classifier, trained on the rows before the first change and never again; its errors from then on.</summary>
    private static IEnumerable<JsonNode> Errors(NumberTable table, double[] labels)
    {
        const int Trained = 6_000;
        int[] changes = [12_500, 25_000, 37_500];
        double[][] rows = [.. Enumerable.Range(0, table.RowCount).Select(row => Array.ConvertAll(table.Row(row).ToArray(), static cell => (double)cell))];
        int[] classes = Array.ConvertAll(labels, static label => (int)label);
        SoftmaxRegression model = new(new LabelledRows(rows, classes), [.. Enumerable.Range(0, Trained)]);
        double[] errors = [.. Enumerable.Range(Trained, rows.Length - Trained).Select(row => model.Predict(rows[row])[classes[row]] > 0.5 ? 0.0 : 1)];
        foreach ((string name, DriftDetector detector) in ((string, DriftDetector)[])
            [("HDDM-A", new HddmA()), ("HDDM-W", new HddmW()), ("Page-Hinkley", new PageHinkley()), ("ADWIN", new Adwin()), ("DDM", new Ddm()), ("EDDM", new Eddm())])
        {
            List<int> alarms = [];
            for (int i = 0; i < errors.Length; i++)
            {
                if (detector.Update(errors[i]) == DriftState.Drift)
                {
                    alarms.Add(i + Trained);
                }
            }

            JsonObject line = new() { ["table"] = "SEA, errors of a classifier", ["detector"] = name, ["alarms"] = alarms.Count, ["before the first change"] = alarms.Count(row => row < changes[0]) };
            for (int i = 0; i < changes.Length; i++)
            {
                int end = i + 1 < changes.Length ? changes[i + 1] : table.RowCount;
                int[] after = [.. alarms.Where(row => row >= changes[i] && row < end)];
                line[$"delay {i + 1}"] = after.Length == 0 ? null : after[0] - changes[i];
            }

            yield return line;
        }
    }

    private static NumberTable Read(string path)
    {
        if (!path.EndsWith(".zip", StringComparison.Ordinal))
        {
            return NumberTable.Read(path, hasHeader: false);
        }

        string extracted = Path.GetTempFileName();
        try
        {
            using (ZipArchive archive = ZipFile.OpenRead(path))
            {
                archive.Entries.First(static entry => entry.Length > 0).ExtractToFile(extracted, overwrite: true);
            }

            return NumberTable.Read(extracted, hasHeader: false);
        }
        finally
        {
            File.Delete(extracted);
        }
    }

    private static double[] NumberStream(string file) => Verbs.NumberStream.Lines(file);
}
