using AISafety.Resilience;
using Microsoft.Extensions.Time.Testing;
using Polly.CircuitBreaker;

namespace AISafety.Tests.Resilience;

[TestFixture]
public sealed class CircuitBreakerTests
{
    private const int Good = 1;
    private const int Throws = 2;
    private const int Blocked = 3;
    private const int Refused = 4;
    private const int Null = 5;

    private static readonly CircuitBreakerOptions s_options = new() { MinimumCalls = 4, ProbeCalls = 2, BreakFor = TimeSpan.FromSeconds(10), MaxBreak = TimeSpan.FromSeconds(25) };

    private readonly FakeTimeProvider _clock = new();
    private readonly List<SafetyAlert> _alerts = [];
    private CircuitBreakerHandle _handle = new();

    [SetUp]
    public void SetUp()
    {
        _handle = new();
        _alerts.Clear();
    }

    private SafeModel<int, string> Build(CircuitBreakerOptions? options = null, Action<SafetyBuilder<int, string>>? more = null) =>
        Model.FromDelegate<int, string>(input => input switch { Throws => throw new InvalidOperationException(), Null => null!, _ => $"{input}" }).WithSafety(safety =>
        {
            safety.UseTimeProvider(_clock)
                .AddCircuitBreaker(options ?? s_options, _handle)
                .AddInputValidation(rules => rules.Rule("test.refused", input => input != Refused, "Not this one."))
                .AddOutputValidation(rules => rules.Rule("test.blocked", output => output != $"{Blocked}", "Not this one."))
                .OnAlert(_alerts.Add)
                .AddFallback("careful");
            more?.Invoke(safety);
        });

    private static async Task<string> AskAsync(SafeModel<int, string> safe, params int[] inputs)
    {
        SafetyResult<string> last = default;
        foreach (int input in inputs)
        {
            last = await safe.EvaluateAsync(input);
        }

        return last.Codes().FirstOrDefault() ?? last.ServedBy;
    }

    [TestCase(Throws, "model.failed")]
    [TestCase(Null, "model.null-output")]
    [TestCase(Blocked, "test.blocked")]
    public async Task AddCircuitBreaker_opens_at_the_share_of_calls_that_went_wrong(int bad, string code)
    {
        await using SafeModel<int, string> safe = Build();

        Assert.That(await AskAsync(safe, Good, Good, bad), Is.EqualTo(code));
        Assert.That(_handle.State, Is.EqualTo(CircuitState.Closed));
        Assert.That(await AskAsync(safe, bad), Is.EqualTo(code));

        Assert.That(_handle.State, Is.EqualTo(CircuitState.Open));
        SafetyResult<string> denied = await safe.EvaluateAsync(Good);
        Assert.That((denied.Action, denied.Codes()[0], denied.Output, denied.Evidence[0].RetryAfter), Is.EqualTo((SafetyAction.Block, "circuit.open", "careful", (TimeSpan?)TimeSpan.FromSeconds(10))));
    }

    [Test]
    public async Task AddCircuitBreaker_below_the_share_stays_closed()
    {
        await using SafeModel<int, string> safe = Build();
        for (int i = 0; i < 100; i++)
        {
            Assert.That(await AskAsync(safe, Good, Good, i % 2 == 0 ? Throws : Blocked), Is.Not.EqualTo("circuit.open"));
        }
    }

    [Test]
    public async Task AddCircuitBreaker_refused_inputs_and_cancelled_calls_count_for_nothing()
    {
        await using SafeModel<int, string> safe = Build();
        await AskAsync(safe, Refused, Refused, Refused, Refused, Refused, Refused, Good);

        Assert.That(_handle.State, Is.EqualTo(CircuitState.Closed));
    }

    [Test]
    public async Task AddCircuitBreaker_blocked_answers_not_counted_stays_closed()
    {
        await using SafeModel<int, string> safe = Build(s_options with { CountRefused = false });

        await AskAsync(safe, Blocked, Blocked, Blocked, Blocked, Blocked);

        Assert.That(_handle.State, Is.EqualTo(CircuitState.Closed));
    }

    [Test]
    public async Task AddCircuitBreaker_RefusedRatio_opens_by_itself()
    {
        await using SafeModel<int, string> safe = Build(s_options with { RefusedRatio = 0.25 });

        await AskAsync(safe, Good, Good, Good, Blocked);

        Assert.That((_handle.State, _handle.Reason), Is.EqualTo((CircuitState.Open, "1 of 4 answers were blocked (25 %); the limit is 25 %.")));
    }

    [Test]
    public async Task AddCircuitBreaker_is_tried_by_ProbeCalls_and_closes_when_all_are_good()
    {
        await using SafeModel<int, string> safe = Build();
        await AskAsync(safe, Throws, Throws, Throws, Throws);
        _clock.Advance(TimeSpan.FromMilliseconds(9_999));
        Assert.That(await AskAsync(safe, Good), Is.EqualTo("circuit.open"));
        _clock.Advance(TimeSpan.FromMilliseconds(1));

        Assert.That(await AskAsync(safe, Good), Is.EqualTo("model"));
        Assert.That(_handle.State, Is.EqualTo(CircuitState.HalfOpen));
        Assert.That(await AskAsync(safe, Good), Is.EqualTo("model"));
        Assert.That((_handle.State, _handle.Reason), Is.EqualTo((CircuitState.Closed, (string?)null)));
        Assert.That(await AskAsync(safe, Throws, Throws, Throws), Is.EqualTo("model.failed"), "what is counted begins anew");
    }

    [Test]
    public async Task AddCircuitBreaker_bad_probe_opens_it_for_twice_as_long_up_to_MaxBreak()
    {
        await using SafeModel<int, string> safe = Build();
        await AskAsync(safe, Throws, Throws, Throws, Throws);
        foreach (int seconds in (int[])[10, 20, 25, 25])
        {
            _clock.Advance(TimeSpan.FromSeconds(seconds - 1));
            Assert.That(await AskAsync(safe, Good), Is.EqualTo("circuit.open"));
            _clock.Advance(TimeSpan.FromSeconds(1));
            Assert.That(await AskAsync(safe, Good), Is.EqualTo("model"));
            Assert.That(await AskAsync(safe, Blocked), Is.EqualTo("test.blocked"));
            Assert.That(_handle.State, Is.EqualTo(CircuitState.Open));
        }
    }

    [Test]
    public async Task AddCircuitBreaker_probe_that_an_input_guard_refused_is_no_result()
    {
        await using SafeModel<int, string> safe = Build();
        await AskAsync(safe, Throws, Throws, Throws, Throws);
        _clock.Advance(TimeSpan.FromSeconds(10));

        Assert.That(await AskAsync(safe, Refused, Refused, Refused, Refused), Is.EqualTo("test.refused"));
        Assert.That(_handle.State, Is.EqualTo(CircuitState.HalfOpen));
        await AskAsync(safe, Good, Good);
        Assert.That(_handle.State, Is.EqualTo(CircuitState.Closed));
    }

    [Test]
    public async Task AddCircuitBreaker_probe_without_end_gives_its_place_to_another()
    {
        TaskCompletionSource<string> never = new();
        CircuitBreakerHandle handle = new();
        await using SafeModel<int, string> safe = Model.FromDelegate<int, string>((input, _) => input == 9 ? new(never.Task) : input == Throws ? throw new InvalidOperationException() : new("well"))
            .WithSafety(safety => safety.UseTimeProvider(_clock).AddCircuitBreaker(s_options, handle).AddFallback("careful"));
        await AskAsync(safe, Throws, Throws, Throws, Throws);
        _clock.Advance(TimeSpan.FromSeconds(10));
        Task<SafetyResult<string>>[] hanging = [safe.EvaluateAsync(9).AsTask(), safe.EvaluateAsync(9).AsTask()];
        Assert.That(await AskAsync(safe, Good), Is.EqualTo("circuit.open"));

        _clock.Advance(TimeSpan.FromMinutes(1));
        Assert.That(await AskAsync(safe, Good, Good), Is.EqualTo("model"));

        Assert.That(handle.State, Is.EqualTo(CircuitState.Closed));
        never.SetException(new InvalidOperationException());
        await Task.WhenAll(hanging);
        Assert.That(handle.State, Is.EqualTo(CircuitState.Closed));
    }

    [Test]
    public async Task AddCircuitBreaker_what_began_before_it_opened_says_nothing_later()
    {
        TaskCompletionSource<string> late = new();
        CircuitBreakerHandle handle = new();
        await using SafeModel<int, string> safe = Model.FromDelegate<int, string>((input, _) => input == 9 ? new(late.Task) : input == Throws ? throw new InvalidOperationException() : new("well"))
            .WithSafety(safety => safety.UseTimeProvider(_clock).AddCircuitBreaker(s_options, handle).AddFallback("careful"));
        Task<SafetyResult<string>> before = safe.EvaluateAsync(9).AsTask();
        await AskAsync(safe, Throws, Throws, Throws, Throws);
        _clock.Advance(TimeSpan.FromSeconds(10));
        await AskAsync(safe, Good);
        late.SetException(new InvalidOperationException());
        await before;

        Assert.That(handle.State, Is.EqualTo(CircuitState.HalfOpen));
    }

    [Test]
    public async Task Isolate_holds_the_model_back_until_Close()
    {
        await using SafeModel<int, string> safe = Build();

        _handle.Isolate("ann", "the tests look odd");
        Assert.That(await AskAsync(safe, Good), Is.EqualTo("circuit.open"));
        Assert.That((_handle.State, _handle.Reason), Is.EqualTo((CircuitState.Isolated, "ann: the tests look odd")));
        _clock.Advance(TimeSpan.FromDays(2));
        Assert.That(await AskAsync(safe, Good), Is.EqualTo("circuit.open"));
        _handle.Close();

        Assert.That((await AskAsync(safe, Good), _handle.State), Is.EqualTo(("model", CircuitState.Closed)));
    }

    [Test]
    public async Task AddCircuitBreaker_refusals_by_the_models_own_parts_do_not_count()
    {
        CircuitBreakerHandle handle = new();
        await using SafeModel<int, string> safe = Model.FromDelegate<int, string>(string (_) => throw new ModelUnavailableException(new("test.busy", "Busy.")))
            .WithSafety(safety => safety.UseTimeProvider(_clock).AddCircuitBreaker(s_options, handle));

        await AskAsync(safe, 1, 1, 1, 1, 1, 1);

        Assert.That(handle.State, Is.EqualTo(CircuitState.Closed));
    }

    [Test]
    public async Task AddCircuitBreaker_report_only_marks_calls_and_lets_them_through()
    {
        await using SafeModel<int, string> safe = Build(s_options with { Mode = GuardMode.ReportOnly });

        await AskAsync(safe, Throws, Throws, Throws, Throws);
        SafetyResult<string> result = await safe.EvaluateAsync(Good);

        Assert.That((result.Action, result.ServedBy, result.Codes()[0]), Is.EqualTo((SafetyAction.Allow, "model", "circuit.open")));
    }

    [Test]
    public void CircuitBreakerGuard_says_how_it_is()
    {
        CircuitBreaker breaker = new(s_options, _clock, AISafety.Telemetry.ModelTelemetry.None, new(_clock));
        CircuitBreakerGuard<int> guard = new(breaker, null, AISafety.Telemetry.ModelTelemetry.None);
        Assert.That(guard.GetHealth().State, Is.EqualTo(HealthState.Healthy));

        for (ulong call = 0; call < 4; call++)
        {
            guard.Completed(new(new(1, call), SafetyAction.Block, ModelOutcome.Failed, null));
        }

        Assert.That(guard.GetHealth(), Is.EqualTo(new PartHealth("circuit-breaker", HealthState.Unhealthy, "The circuit is open. 4 of 4 calls failed, or had their answer blocked (100 %); the limit is 50 %.")));
        _clock.Advance(TimeSpan.FromSeconds(10));
        Assert.That(breaker.Deny(new(1, 9)), Is.Null);
        Assert.That(guard.GetHealth().State, Is.EqualTo(HealthState.Degraded));
    }

    [Test]
    public async Task AddCircuitBreaker_alert_is_open_while_it_is_not_closed()
    {
        await using SafeModel<int, string> safe = Build();
        await AskAsync(safe, Throws, Throws, Throws, Throws);
        _clock.Advance(TimeSpan.FromSeconds(10));
        await AskAsync(safe, Good);
        Assert.That(_alerts.Select(alert => (alert.Monitor, alert.Code, alert.State)), Is.EqualTo(new[] { ("circuit-breaker", "circuit.open", AlertState.Raised) }));
        await AskAsync(safe, Good);

        Assert.That(_alerts.Select(alert => alert.State), Is.EqualTo(new[] { AlertState.Raised, AlertState.Resolved }));
    }

    [Test]
    public async Task CircuitBreakerHandle_of_two_builds_is_refused()
    {
        SafetyBuilder<int, string> builder = new SafetyBuilder<int, string>(Models.Failing).AddCircuitBreaker(handle: _handle);
        await using SafeModel<int, string> one = builder.Build();

        Assert.That(() => builder.Build(), NUnit.Framework.Throws.TypeOf<SafetyBuildException>().With.Message.Contains("is of another safe model already"));
    }

    [Test]
    public void CircuitBreakerHandle_before_a_build_says_so() => Assert.That(() => _handle.State, NUnit.Framework.Throws.InvalidOperationException);

    [TestCase(0.0, 20, 10, "FailureRatio is 0; expected more than 0, to 1")]
    [TestCase(double.NaN, 20, 10, "FailureRatio is NaN; expected more than 0, to 1")]
    [TestCase(0.5, 1, 10, "MinimumCalls is 1; expected 2 to 1000000")]
    [TestCase(0.5, 20, 0.1, "BreakFor is 00:00:00.1000000; expected 00:00:00.5000000 to 1.00:00:00")]
    [TestCase(0.5, 20, 400, "MaxBreak is 00:05:00; expected 00:06:40 to 1.00:00:00")]
    public void AddCircuitBreaker_option_out_of_range_is_refused(double ratio, int minimum, double seconds, string message) => Assert.That(
        () => new SafetyBuilder<int, string>(Models.Failing).AddCircuitBreaker(new() { FailureRatio = ratio, MinimumCalls = minimum, BreakFor = TimeSpan.FromSeconds(seconds) }),
        NUnit.Framework.Throws.TypeOf<SafetyBuildException>().With.Message.Contains($"'circuit-breaker': CircuitBreakerOptions.{message}"));
}
