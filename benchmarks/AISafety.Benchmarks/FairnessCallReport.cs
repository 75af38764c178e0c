using System.Diagnostics;
using System.Globalization;
using System.Text;
using AISafety.Fairness;
using AISafety.Statistics;

namespace AISafety.Benchmarks;

/// <summary>Times what watching decisions by group takes of the caller and of the monitor's thread, and what a guard by group adds to a call.</summary>
internal static class FairnessCallReport
{
    private const int Calls = 20_000;
    private const int Repeats = 4;
    private const int LabelledCalls = 60_000;
    private const int LabelledRounds = 7;
    private const int Applicants = 1_024;

    private static readonly FairThresholds<string> _thresholds = new(["a", "b"], new([GroupThreshold.At(0.5), GroupThreshold.At(0.5)], GroupThreshold.At(0.5)));
    private static readonly GroupProbabilityCalibration<string> _calibration = new(["a", "b"], new([static p => p, static p => p], static p => p));

    private enum Sex
    {
        Female,
        Male,
    }

    public static async Task WriteAsync(StringBuilder report)
    {
        await CallerAsync(report);
        await RowsAsync(report);
    }

    private static async Task CallerAsync(StringBuilder report)
    {
        Applicant[] applicants = Draw(2);
        IModel<Applicant, double> model = Model.FromDelegate(static (Applicant one) => one.Score);
        FeatureSchema<Applicant> schema = FeatureSchema.For<Applicant>().Numeric("score", static one => one.Score, min: 0, max: 1);
        SafetyBuilder<Applicant, double> Bare() => new SafetyBuilder<Applicant, double>(model).UseFeatures(schema).AddInputValidation();
        await using SafeModel<Applicant, double> bare = Bare().Build();
        await using SafeModel<Applicant, double> idle = Bare().AddMonitor(_ => new IdleMonitor()).Build();
        await using SafeModel<Applicant, double> byEnum = Bare().AddFairnessMonitoring(static one => one.Sex, static score => score >= 0.5).Build();
        await using SafeModel<Applicant, double> byText = Bare().AddFairnessMonitoring(static one => one.Group, ["a", "b"], static score => score >= 0.5).Build();
        await using SafeModel<Applicant, double> beside = Bare().AddMonitor(_ => new IdleMonitor()).AddFairnessMonitoring(static one => one.Sex, static score => score >= 0.5).Build();
        await using SafeModel<Applicant, double> thresholds = Bare()
            .AddGroupThresholds(static one => one.Group, static score => score, static score => score >= 0.5, static (_, selected) => selected ? 1 : 0, _thresholds, options: new() { Seed = 1 }).Build();
        await using SafeModel<Applicant, double> calibration = Bare()
            .AddGroupCalibration(static one => one.Group, static score => score, static (_, calibrated) => calibrated, _calibration).Build();
        (string Name, SafeModel<Applicant, double> Safe)[] subjects =
        [
            ("without a monitor", bare),
            ("with a monitor that does nothing", idle),
            ("fairness monitoring, groups of an enumeration", byEnum),
            ("fairness monitoring, groups of text", byText),
            ("fairness monitoring, beside the monitor that does nothing", beside),
            ("group thresholds that agree, groups of text", thresholds),
            ("group calibration that changes nothing, groups of text", calibration),
        ];
        int next = 0;
        (string, Func<float>)[] calls =
            [.. subjects.Select(subject => (subject.Name, new Func<float>(() => (float)subject.Safe.PredictAsync(applicants[next++ & (Applicants - 1)]).Result)))];

        // Short turns, and many: on a busy machine only some are not disturbed.
        double[][][] repeats = [.. Enumerable.Range(0, Repeats).Select(_ => Turns.Measure(calls, threads: 1, calls: Calls))];
        double[][] rounds = [.. subjects.Select((_, i) => repeats.SelectMany(repeat => repeat[i]).ToArray())];
        Turns.Line(report, $"## A call, ns (min / median / max of {Repeats * Turns.Rounds} rounds in turns)");
        Turns.Line(report, $"");
        Turns.Line(report, $"| call | ns | more than without a monitor | than with an idle one |");
        Turns.Line(report, $"|---|---|---|---|");
        for (int i = 0; i < subjects.Length; i++)
        {
            Turns.Line(report, $"| {subjects[i].Name} | {Turns.Spread(rounds[i])} | {rounds[i].Min() - rounds[0].Min():f1} | {rounds[i].Min() - rounds[1].Min():f1} |");
        }

        Turns.Line(report, $"");
        Turns.Line(report, $"Differences are of minima.");
        Turns.Line(report, $"");
    }

    /// <summary>CPU time of the whole process, less that with a monitor that does nothing: what the monitor's thread takes of a decision and its label.</summary>
    private static async Task RowsAsync(StringBuilder report)
    {
        Turns.Line(report, $"## The monitor's thread: a decision and its label, ns (least of {LabelledRounds} rounds of {LabelledCalls:n0}, less a monitor that does nothing)");
        Turns.Line(report, $"");
        Turns.Line(report, $"| groups | nobody reads | readings that nobody asks for | readings, asked for once a block | limits of parity and equalised odds |");
        Turns.Line(report, $"|---|---|---|---|---|");
        foreach (int groupCount in (int[])[2, 10, 50])
        {
            FairnessReadings unread = new();
            FairnessReadings read = new();
            FairnessMonitoringOptions limited = new() { Limits = [FairnessLimit.DifferenceAtMost(FairnessCriterion.DemographicParity, 0.5), FairnessLimit.DifferenceAtMost(FairnessCriterion.EqualizedOdds, 0.5)] };
            string[] names = [.. Enumerable.Range(0, groupCount).Select(Name)];
            SafetyBuilder<Applicant, double> Watched(FairnessMonitoringOptions? options, FairnessReadings? readings) =>
                Labelled().AddFairnessMonitoring(static one => one.Group, names, static score => score >= 0.5, options, readings: readings);
            (SafeModel<Applicant, double> Safe, FairnessReadings? Asked)[] subjects =
            [
                (Labelled().AddMonitor(_ => new IdleMonitor()).Build(), null), (Watched(null, null).Build(), null), (Watched(null, unread).Build(), null),
                (Watched(null, read).Build(), read), (Watched(limited, null).Build(), null),
            ];
            double[] least = await LeastAsync(subjects, Draw(groupCount));
            Turns.Line(report, $"| {groupCount} | {string.Join(" | ", least.Skip(1).Select(one => (one - least[0]).ToString("f0", CultureInfo.InvariantCulture)))} |");
            foreach ((SafeModel<Applicant, double> safe, _) in subjects)
            {
                await safe.DisposeAsync();
            }
        }

        Turns.Line(report, $"");
    }

    private static async Task<double[]> LeastAsync((SafeModel<Applicant, double> Safe, FairnessReadings? Asked)[] subjects, Applicant[] applicants)
    {
        double[] least = [.. subjects.Select(static _ => double.PositiveInfinity)];
        for (int round = -2; round < LabelledRounds; round++)
        {
            for (int i = 0; i < subjects.Length; i++)
            {
                (SafeModel<Applicant, double> safe, FairnessReadings? asked) = subjects[i];
                TimeSpan before = Process.GetCurrentProcess().TotalProcessorTime;
                for (int call = 0; call < LabelledCalls; call++)
                {
                    Applicant one = applicants[call & (Applicants - 1)];
                    SafetyResult<double> result = await safe.EvaluateAsync(one);
                    safe.ReportLabel(result.CallId, one.Label);
                    if ((call & 255) == 255)
                    {
                        await safe.FlushAsync();
                        _ = asked?.Find(FairnessCriterion.DemographicParity);
                        _ = asked?.Find(FairnessCriterion.EqualizedOdds);
                    }
                }

                double nanoseconds = (Process.GetCurrentProcess().TotalProcessorTime - before).TotalNanoseconds / LabelledCalls;
                least[i] = round < 0 ? least[i] : Math.Min(least[i], nanoseconds);
            }
        }

        return least;
    }

    private static SafetyBuilder<Applicant, double> Labelled() =>
        new SafetyBuilder<Applicant, double>(Model.FromDelegate(static (Applicant one) => one.Score)).UseOutcomes(static score => score >= 0.5 ? 1 : 0);

    private static string Name(int group) => ((char)('a' + group % 26)).ToString() + (group < 26 ? "" : "2");

    private static Applicant[] Draw(int groupCount)
    {
        Random random = new(28);
        return [.. Enumerable.Range(0, Applicants).Select(i =>
        {
            double score = random.NextDouble();
            return new Applicant(Name(i % groupCount), (Sex)(i % 2), score, random.NextDouble() < score ? 1 : 0);
        })];
    }

    private sealed record Applicant(string Group, Sex Sex, double Score, float Label);
}
