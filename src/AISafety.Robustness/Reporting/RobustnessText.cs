using System.Globalization;

namespace AISafety.Robustness.Reporting;

/// <summary>How a robustness report words what it tells.</summary>
internal static class RobustnessText
{
    public static string Norm(AttackNorm norm) => norm == AttackNorm.L2 ? "L2" : "L-inf";

    public static string Knows(AttackKnowledge knowledge) => knowledge switch
    {
        AttackKnowledge.Gradients => "gradients",
        AttackKnowledge.Scores => "scores",
        _ => "answers",
    };

    /// <summary>The number that was meant: 0.1f is 0.1, and not 0.10000000149.</summary>
    public static double Plain(float value) => double.Parse(value.ToString("R", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);

    public static string Class(int answer) => answer < 0 ? "no class" : answer.ToString(CultureInfo.InvariantCulture);

    public static string Title(RobustnessPoint point) =>
        point.Attack + (point.IsTargeted ? ", targeted" : "") + (point.Detector is { } detector ? $", knows {detector}" : "");

    /// <summary>Where a certified curve is told: at 0 and the budgets of its norm, and up to where it ends.</summary>
    public static double[] Radii(RobustnessReport report, CertifiedCurve curve)
    {
        double most = curve.Radii.Span.Length == 0 ? 0 : MostFinite(curve.Radii.Span);
        IEnumerable<double> budgets = report.Together.Where(point => point.Budget.Norm == curve.Norm).Select(static point => Plain(point.Budget.Epsilon));
        IEnumerable<double> even = Enumerable.Range(0, 21).Select(i => Math.Round(most * i / 20, 12));
        return [.. budgets.Concat(even).Where(double.IsFinite).Distinct().Order()];
    }

    private static double MostFinite(ReadOnlySpan<double> radii)
    {
        double most = 0;
        foreach (double radius in radii)
        {
            most = double.IsFinite(radius) ? Math.Max(most, radius) : most;
        }

        return most;
    }
}
