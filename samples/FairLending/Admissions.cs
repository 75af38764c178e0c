using AISafety.Statistics;

namespace FairLending;

/// <summary>Graduate admissions at Berkeley, autumn 1973, the six largest departments: published counts. Source: Bickel, Hammel and O'Connell, Sex bias in graduate admissions, Science 187, 1975.</summary>
internal static class Admissions
{
    private const int Men = 0;
    private const int Women = 1;

    private static readonly (string Department, int MenAdmitted, int MenRejected, int WomenAdmitted, int WomenRejected)[] Counts =
    [
        ("A", 512, 313, 89, 19),
        ("B", 353, 207, 17, 8),
        ("C", 120, 205, 202, 391),
        ("D", 138, 279, 131, 244),
        ("E", 53, 138, 94, 299),
        ("F", 22, 351, 24, 317),
    ];

    /// <returns>Whether the differences over all and within departments point different ways.</returns>
    public static bool Show()
    {
        GroupCounts[] departments = [.. Counts.Select(static one => Of(one.MenAdmitted, one.MenRejected, one.WomenAdmitted, one.WomenRejected))];
        GroupCounts all = new(2);
        foreach (GroupCounts department in departments)
        {
            all.Merge(department);
        }

        FairnessMetrics metrics = FairnessMetrics.Compute(all, ["men", "women"]);
        Console.WriteLine("Berkeley, autumn 1973: admitted, of those who applied to the six largest departments.");
        foreach (GroupMetrics group in metrics.Groups)
        {
            Console.WriteLine($"  {group.Name,-6} {Share(group.SelectionRate)}");
        }

        SimpsonParadoxResult result = SimpsonParadox.Test(departments, Men, Women);
        Console.WriteLine($"  Men less women, over all departments: {Difference(result.Aggregate)}");
        for (int i = 0; i < departments.Length; i++)
        {
            Console.WriteLine($"    in {Counts[i].Department}: {Difference(result.Strata[i])}{(result.Reversed.Contains(i) ? "   the other way, and not by chance" : "")}");
        }

        Console.WriteLine("  Women applied to the departments that admit few. Which of the two answers is right depends on why they did, and no count tells that.");
        Console.WriteLine();
        return result.IsParadox;
    }

    // Who was fit to study is not known: there are no labels, so decisions are counted as of label 0.
    private static GroupCounts Of(int menAdmitted, int menRejected, int womenAdmitted, int womenRejected)
    {
        GroupCounts counts = new(2);
        counts.Add(Men, new ConfusionCounts(0, menAdmitted, menRejected, 0));
        counts.Add(Women, new ConfusionCounts(0, womenAdmitted, womenRejected, 0));
        return counts;
    }

    private static string Share(FairnessValue value) => $"{value.Value:p1} ({value.Interval.Lower:p1} to {value.Interval.Upper:p1}), n = {value.Count:n0}";

    private static string Difference(FairnessValue value) => $"{value.Value,6:f3} ({value.Interval.Lower:f3} to {value.Interval.Upper:f3})";
}
