using Microsoft.ML;

namespace AISafety.MLNet.Tests;

/// <summary>Made-up applicants: one group earns more, and income decides the label, so that a plain model selects it more often. Tenure says much of the group, so that a model can do without it.</summary>
internal static class Applicants
{
    public const int Count = 800;

    public static Applicant[] Make(int seed, int count = Count)
    {
        Random random = new(seed);
        return [.. Enumerable.Range(0, count).Select(i =>
        {
            bool isA = random.NextDouble() < 0.6;
            float income = (float)(Normal(random) + (isA ? 0.7 : 0));
            float tenure = (float)(0.3 * Normal(random) + (isA ? 1 : 0));
            return new Applicant
            {
                Income = income,
                Tenure = tenure,
                Region = random.Next(2) == 0 ? "north" : "south",
                Group = isA ? "a" : "b",
                Label = income + 0.5 * Normal(random) > 0.6,
                Number = $"nr-{seed}-{i}",
            };
        })];
    }

    public static IDataView View(MLContext context, IEnumerable<Applicant> rows) => context.Data.LoadFromEnumerable(rows);

    public static IEstimator<ITransformer> Features(MLContext context) => context.Transforms.Concatenate("Features", nameof(Applicant.Income), nameof(Applicant.Tenure));

    public static IEstimator<ITransformer> Logistic(MLContext context, ReductionColumns columns) => context.BinaryClassification.Trainers.LbfgsLogisticRegression(
        new() { LabelColumnName = columns.Label, ExampleWeightColumnName = columns.Weight, NumberOfThreads = 1 });

    public static FairTrainer Trainer(MLContext context, Func<ReductionColumns, IEstimator<ITransformer>>? trainer = null, params string[] groups) => new(
        context,
        trainer ?? (columns => Logistic(context, columns)),
        new() { Groups = groups.Length > 0 ? groups : [nameof(Applicant.Group)], Features = Features(context) });

    private static double Normal(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}

internal sealed class Applicant
{
    public float Income { get; set; }

    public float Tenure { get; set; }

    public string Region { get; set; } = "";

    public string Group { get; set; } = "";

    public bool Label { get; set; }

    public string Number { get; set; } = "";
}

/// <summary>What is known when it is decided: no label and no group.</summary>
internal sealed class Application
{
    public float Income { get; set; }

    public float Tenure { get; set; }

    public string Number { get; set; } = "";

    public static Application Of(Applicant applicant) => new() { Income = applicant.Income, Tenure = applicant.Tenure, Number = applicant.Number };
}
