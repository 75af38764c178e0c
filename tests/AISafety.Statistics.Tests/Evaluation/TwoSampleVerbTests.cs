using System.Text.Json.Nodes;
using AISafety.Evaluation;

namespace AISafety.Statistics.Tests;

public sealed class TwoSampleVerbTests
{
    [Test]
    [Category("SharedData")]
    public void Run_every_quantity_of_the_conformance_file_equals_its_value()
    {
        JsonNode expected = JsonNode.Parse(File.ReadAllText(SharedData.File("conformance/stats/two_sample.json")))!;
        string input = Path.GetTempFileName();
        try
        {
            // Without what is expected, so that nothing can leak into what is computed.
            JsonNode blank = expected.DeepClone();
            Blank(blank);
            File.WriteAllText(input, blank.ToJsonString());
            JsonNode actual = Run(input);
            int compared = 0;
            Assert.Multiple(() => Compare(expected, actual, "", ref compared));
            Assert.That(compared, Is.GreaterThan(150));
        }
        finally
        {
            File.Delete(input);
        }
    }

    [Test]
    public void Run_unknown_quantity_is_null_and_bad_file_is_named()
    {
        string input = Path.GetTempFileName();
        try
        {
            File.WriteAllText(input, """{"continuous": [{"name": "n", "reference": [1, 2, 3], "current": [2, 3], "wasserstein_1": null, "unheard_of": 5}]}""");
            JsonNode test = Run(input)["continuous"]![0]!;
            Assert.That(test["unheard_of"], Is.Null);
            Assert.That(test["wasserstein_1"]!.GetValue<double>(), Is.EqualTo(0.5).Within(1e-12));

            File.WriteAllText(input, """{"continuous": [{"name": "n", "reference": [1, "x"], "current": [2, 3]}]}""");
            using StringWriter errors = new();
            Assert.That(VerbRunner.Run(["two-sample", input], VerbList.All, TextWriter.Null, errors), Is.EqualTo(2));
            Assert.That(errors.ToString(), Does.Contain("continuous[0].reference"));
        }
        finally
        {
            File.Delete(input);
        }
    }

    private static JsonNode Run(string input)
    {
        string output = Path.GetTempFileName();
        try
        {
            using StringWriter errors = new();
            Assert.That(VerbRunner.Run(["two-sample", input, "--out", output], VerbList.All, TextWriter.Null, errors), Is.Zero, errors.ToString());
            return JsonNode.Parse(File.ReadAllText(output))!;
        }
        finally
        {
            File.Delete(output);
        }
    }

    private static void Blank(JsonNode tree)
    {
        foreach (JsonObject test in tree.AsObject().Where(member => member.Value is JsonArray).SelectMany(member => member.Value!.AsArray()).Cast<JsonObject>())
        {
            foreach (string key in test.Select(member => member.Key).ToArray())
            {
                if (key is not ("name" or "reference" or "current" or "categories" or "reference_counts" or "current_counts"))
                {
                    test[key] = null;
                }
            }
        }
    }

    private static void Compare(JsonNode? expected, JsonNode? actual, string path, ref int compared)
    {
        switch (expected)
        {
            case JsonObject members:
                foreach ((string key, JsonNode? child) in members)
                {
                    if (key is not ("oracle" or "rule"))
                    {
                        Compare(child, actual?[key], $"{path}.{key}", ref compared);
                    }
                }

                break;
            case JsonArray items:
                Assert.That(actual?.AsArray().Count, Is.EqualTo(items.Count), path);
                for (int i = 0; i < items.Count; i++)
                {
                    Compare(items[i], actual![i], $"{path}[{i}]", ref compared);
                }

                break;
            case JsonValue value when value.TryGetValue(out double number):
                double tolerance = path.EndsWith("pvalue", StringComparison.Ordinal) ? 1e-6 : 1e-9;
                Assert.That(actual?.GetValue<double>(), Is.EqualTo(number).Within(tolerance * Math.Abs(number)), path);
                compared++;
                break;
            default:
                Assert.That(actual?.ToJsonString(), Is.EqualTo(expected?.ToJsonString()), path);
                break;
        }
    }
}
