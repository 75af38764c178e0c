namespace AISafety.Statistics.Tests.Streaming;

/// <summary>Bad parameters and values: the exception names the argument and the rule, and nothing was changed.</summary>
public class DetectorRefusalTests
{
    private const string Rate = "more than 0 and less than 1";
    private const string Factor = "more than 0 and at most 1";
    private const string Positive = "finite number of more than 0";
    private const string NotNegative = "finite number of 0 or more";
    private const string Finite = "a finite number";

    private static readonly TestCaseData[] _parameters =
    [
        Case(() => new PageHinkley(tolerance: -1), "tolerance", NotNegative),
        Case(() => new PageHinkley(tolerance: double.PositiveInfinity), "tolerance", NotNegative),
        Case(() => new PageHinkley(threshold: 0), "threshold", Positive),
        Case(() => new PageHinkley(threshold: double.NaN), "threshold", Positive),
        Case(() => new PageHinkley(forgetting: 1.1), "forgetting", Factor),
        Case(() => new PageHinkley(forgetting: 0), "forgetting", Factor),
        Case(() => new PageHinkley(minimumCount: 0), "minimumCount", "Expected 1 to"),
        Case(() => new Ddm(1), "minimumCount", "Expected 2 to"),
        Case(() => new Ddm(30, 3, 2), "driftLevel", "greater than or equal to '3'"),
        Case(() => new Ddm(30, double.NaN), "warningLevel", Positive),
        Case(() => new Ddm(30, 2, double.PositiveInfinity), "driftLevel", Positive),
        Case(() => new Eddm(1), "warningLevel", Rate),
        Case(() => new Eddm(0.95, 0), "driftLevel", Rate),
        Case(() => new Eddm(0.9, 0.95), "driftLevel", "less than or equal to '0.9'"),
        Case(() => new Eddm(minimumErrors: 0), "minimumErrors", "Expected 1 to"),
        Case(() => new Eddm(minimumCount: 0), "minimumCount", "Expected 1 to"),
        Case(() => new HddmA(0), "driftAlpha", Rate),
        Case(() => new HddmA(0.1, 1), "warningAlpha", Rate),
        Case(() => new HddmA(0.1, 0.01), "warningAlpha", "greater than or equal to '0.1'"),
        Case(() => new HddmW(double.NaN), "driftAlpha", Rate),
        Case(() => new HddmW(0.1, 1.5), "warningAlpha", Rate),
        Case(() => new HddmW(0.1, 0.01), "warningAlpha", "greater than or equal to '0.1'"),
        Case(() => new HddmW(weight: 1), "weight", Rate),
        Case(() => new Adwin(0), "delta", Rate),
        Case(() => new Adwin(double.NaN), "delta", Rate),
        Case(() => new Adwin(0.1, 0), "checkInterval", "Expected 1 to"),
        Case(() => new Kswin(1), "alpha", Rate),
        Case(() => new Kswin(0.1, 10, 1), "recentSize", "Expected 2 to 999998"),
        Case(() => new Kswin(0.1, 10, 9), "windowSize", "Expected 11 to 1000000"),
        Case(() => new Kswin(0.1, 1_000_001, 9), "windowSize", "Expected 11 to 1000000"),
        Case(() => new Cusum(double.NaN, 1), "mean", Finite),
        Case(() => new Cusum(0, 0), "deviation", Positive),
        Case(() => new Cusum(0, 1, -1), "slack", NotNegative),
        Case(() => new Cusum(0, 1, 1, 0), "threshold", Positive),
        Case(() => new EwmaChart(double.NegativeInfinity, 1), "mean", Finite),
        Case(() => new EwmaChart(0, double.PositiveInfinity), "deviation", Positive),
        Case(() => new EwmaChart(0, 1, 0), "weight", Factor),
        Case(() => new EwmaChart(0, 1, 0.1, 0), "limit", Positive),
    ];

    private static readonly TestCaseData[] _values =
    [
        Refused(() => new PageHinkley(), "Expected a finite value"),
        Refused(() => new Adwin(), "Expected a finite value"),
        Refused(() => new Kswin(), "Expected a finite value"),
        Refused(() => new Cusum(0.1, 0.3), "Expected a finite value"),
        Refused(() => new EwmaChart(0.1, 0.3), "Expected a finite value"),
        Refused(() => new Ddm(), "Expected 0 (right) or 1 (wrong)", 0.5, -1, 2),
        Refused(() => new Eddm(), "Expected 0 (right) or 1 (wrong)", 0.5, -1, 2),
        Refused(() => new HddmA(), "Expected a value of 0 to 1", -0.1, 1.1),
        Refused(() => new HddmW(), "Expected a value of 0 to 1", -0.1, 1.1),
    ];

    [TestCaseSource(nameof(_parameters))]
    public void Constructor_parameterOutOfRange_namesItAndTheRule(Func<DriftDetector> make, string name, string rule) =>
        Assert.That(() => make(), Throws.InstanceOf<ArgumentOutOfRangeException>().With.Property("ParamName").EqualTo(name).And.Message.Contains(rule));

    [TestCaseSource(nameof(_values))]
    public void Update_refusedValues_changeNothing(Func<DriftDetector> make, string rule, double[] bad)
    {
        Random random = new(1);
        DriftDetector undisturbed = make();
        DriftDetector disturbed = make();
        for (int i = 0; i < 3000; i++)
        {
            foreach (double value in bad.Where(_ => i % 10 == 3))
            {
                Assert.That(() => disturbed.Update(value), Throws.InstanceOf<ArgumentOutOfRangeException>()
                    .With.Property("ParamName").EqualTo("value").And.Message.Contains(rule));
            }

            double next = random.NextDouble() < (i < 1500 ? 0.1 : 0.7) ? 1 : 0;
            Assert.That(disturbed.Update(next), Is.EqualTo(undisturbed.Update(next)));
            Assert.That((disturbed.State, disturbed.Count, disturbed.MissingCount), Is.EqualTo((undisturbed.State, i + 1L, 0L)));
        }
    }

    private static TestCaseData Case(Func<DriftDetector> make, string name, string rule) => new TestCaseData(make, name, rule).SetArgDisplayNames(name, rule);

    private static TestCaseData Refused(Func<DriftDetector> make, string rule, params double[] bad) =>
        new TestCaseData(make, rule, (double[])[.. bad, double.PositiveInfinity, double.NegativeInfinity]).SetArgDisplayNames(make().GetType().Name);
}
