using AISafety.Review;
using AISafety.Tests.Support;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;

namespace AISafety.Tests.Telemetry;

[TestFixture]
public sealed class LoggingTests
{
    private const int Secret = 770077;

    private readonly FakeLogCollector _logged = new();

    [SetUp]
    public void Clear() => _logged.Clear();

    private SafeModel<int, string> Build(Action<SafetyBuilder<int, string>> configure, bool includeExceptions = false, IModel<int, string>? model = null) =>
        (model ?? Scripted.Model).WithSafety(safety =>
        {
            safety.UseName("m").UseLogging(new Loggers(_logged), includeExceptions);
            configure(safety);
        });

    private IEnumerable<string> Events() => _logged.GetSnapshot().Select(record => $"{record.Id.Id} {record.Level} {record.Category}");

    [Test]
    public async Task Refusal_is_logged_with_codes_and_without_the_input()
    {
        await using SafeModel<int, string> safe = Build(safety => safety.AddInputGuard(Scripted.Input(Verdict.Block(Scripted.Reason))));

        SafetyResult<string> result = await safe.EvaluateAsync(Secret);

        Assert.That(Events(), Is.EqualTo(new[] { "1 Information AISafety" }));
        Assert.That(_logged.LatestRecord.Message, Is.EqualTo($"Model m: call {result.CallId} ended with Block because of test.reason; answered by none."));
    }

    [Test]
    public async Task Allowed_call_is_not_logged()
    {
        await using SafeModel<int, string> safe = Build(safety => safety.AddInputGuard(Scripted.Input(Verdict.Allow)));

        await safe.EvaluateAsync(Secret);

        Assert.That(_logged.Count, Is.Zero);
    }

    [Test]
    public async Task Input_is_logged_as_the_redactor_says_if_there_is_one()
    {
        await using SafeModel<int, string> safe = Build(safety => safety
            .AddInputGuard(Scripted.Input(Verdict.Block(Scripted.Reason)))
            .LogInputs(static input => $"a number of {input.ToString(null, null).Length} digits"));

        await safe.EvaluateAsync(Secret);

        Assert.That(_logged.LatestRecord.Id.Id, Is.EqualTo(2));
        Assert.That(_logged.LatestRecord.Message, Does.EndWith("Input, redacted: a number of 6 digits"));
    }

    [Test]
    public async Task Redactor_that_throws_is_logged_as_such()
    {
        await using SafeModel<int, string> safe = Build(safety => safety
            .AddInputGuard(Scripted.Input(Verdict.Block(Scripted.Reason)))
            .LogInputs(static input => throw new InvalidOperationException($"{input}")));

        await safe.EvaluateAsync(Secret);

        Assert.That(_logged.LatestRecord.Message, Does.EndWith("(the redactor threw InvalidOperationException)"));
    }

    [Test]
    public async Task Whatever_fails_is_logged_and_nothing_of_the_input([Values] bool includeExceptions)
    {
        await using SafeModel<int, string> safe = Build(
            safety => safety
                .AddHumanReview(new BrokenQueue())
                .AddInputGuard(Scripted.Input((_, _) => throw new InvalidOperationException($"{Secret}"), "broken"), new() { OnFailure = FailurePolicy.FailOpen })
                .AddInputGuard(Scripted.Input((input, _) => new(input == Secret ? Verdict.Review(Scripted.Reason) : Verdict.Allow)))
                .AddFallbackPolicy(Scripted.Fallback((_, _) => throw new InvalidOperationException($"{Secret}"))),
            includeExceptions,
            Model.FromDelegate<int, string>(static _ => throw new InvalidOperationException($"{Secret}")));

        await safe.EvaluateAsync(Secret);
        await safe.EvaluateAsync(1);

        Assert.That(_logged.GetSnapshot().Select(record => record.Id.Id), Is.EqualTo(new[] { 5, 8, 7, 1, 5, 6, 7, 1 }));
        Assert.That(_logged.GetSnapshot().Select(record => record.Message), Has.None.Contains($"{Secret}"));
        Assert.That(_logged.GetSnapshot().Count(record => record.Exception is not null), Is.EqualTo(includeExceptions ? 6 : 0));
    }

    [Test]
    public async Task What_would_have_been_done_is_logged_for_debugging()
    {
        await using SafeModel<int, string> safe = Build(safety => safety
            .AddInputGuard(Scripted.Input(Verdict.Block(Scripted.Reason)), new() { Mode = GuardMode.ReportOnly })
            .AddInputGuard(Scripted.Input(Verdict.Flag(new Evidence("test.flag", "It is so.")))));

        await safe.EvaluateAsync(1);

        Assert.That(_logged.GetSnapshot().Select(record => $"{record.Id.Id} {record.Level}"), Is.EqualTo(new[] { "3 Debug", "4 Debug" }));
        Assert.That(_logged.LatestRecord.Message, Does.Contain("because of test.reason."));
    }

    [TestCase(AlertSeverity.Low, LogLevel.Information)]
    [TestCase(AlertSeverity.Medium, LogLevel.Warning)]
    [TestCase(AlertSeverity.High, LogLevel.Error)]
    [TestCase(AlertSeverity.Critical, LogLevel.Critical)]
    public async Task Alert_is_logged_by_its_severity(AlertSeverity severity, LogLevel level)
    {
        await using (SafeModel<int, string> safe = Build(safety => safety
            .AddMonitor(new Scripted.Monitor("watch", (_, context) => context.Raise(new("test.alert", "It is so.", severity))))
            .OnAlert(_ => throw new InvalidOperationException())))
        {
            await safe.EvaluateAsync(1);
        }

        Assert.That(_logged.GetSnapshot().Select(record => (record.Id.Id, record.Level)), Is.EqualTo(new[] { (9, level), (10, LogLevel.Error) }));
    }

    [Test]
    public async Task Logger_that_throws_ends_nothing()
    {
        await using SafeModel<int, string> safe = Scripted.Model.WithSafety(safety => safety
            .UseLogging(LoggerFactory.Create(logging => logging.AddProvider(new BrokenLogging())))
            .AddInputGuard(Scripted.Input(Verdict.Block(Scripted.Reason)))
            .AddMonitor(new Scripted.Monitor("watch", (_, context) => context.Raise(new("test.alert", "It is so.", AlertSeverity.High)))));

        Assert.That((await safe.EvaluateAsync(1)).Action, Is.EqualTo(SafetyAction.Block));
        await safe.FlushAsync();
        Assert.That(safe.GetMonitorStatistics().Single().Observed, Is.EqualTo(1));
    }

    private sealed class BrokenLogging : ILoggerProvider, ILogger
    {
        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => throw new IOException();

        public void Dispose()
        {
        }
    }

    private sealed class BrokenQueue : ScriptedReviewQueue, IReviewQueue<int, string>
    {
        ValueTask<bool> IReviewQueue<int, string>.SubmitAsync(ReviewRequest<int, string> request, CancellationToken cancellationToken) =>
            throw new InvalidOperationException($"{request.Input}");
    }

    private sealed class Loggers(FakeLogCollector collector) : ILoggerFactory
    {
        public void AddProvider(ILoggerProvider provider)
        {
        }

        public ILogger CreateLogger(string categoryName) => new FakeLogger(collector, categoryName);

        public void Dispose()
        {
        }
    }
}
