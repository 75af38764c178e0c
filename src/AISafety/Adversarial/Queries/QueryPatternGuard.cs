using System.Globalization;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using AISafety.Statistics;

namespace AISafety.Adversarial;

/// <summary>Suspects callers who ask many nearly equal questions; see <see cref="QueryPatternExtensions"/>.</summary>
internal sealed class QueryPatternGuard<TIn> : IInputGuard<TIn>, IReloadableGuard
{
    public const string GuardName = "query-patterns";
    public const int SketchWidth = 64;

    private readonly SignedFolding _folding;
    private readonly RowFingerprint _fingerprint;
    private readonly QueryStore _store;
    private readonly Func<CallInfo, string?> _caller;
    private readonly float _limit;
    private readonly int _recent;
    private readonly int _alarmCount;
    private readonly QueryPatternSettings _built;
    private volatile QueryPatternSettings _settings;

    public QueryPatternGuard(
        SignedFolding folding, RowFingerprint fingerprint, double radius, Func<CallInfo, string?> caller, SafetyAction otherwise, QueryPatternOptions options, TimeProvider timeProvider)
    {
        _folding = folding;
        _fingerprint = fingerprint;
        _store = new(options.MaxCallers, options.RecentQueries, SketchWidth, timeProvider);
        _caller = caller;
        _limit = (float)(radius * radius);
        _recent = options.RecentQueries;
        _alarmCount = options.AlarmCount;
        _settings = _built = new(otherwise);
    }

    public string Name => GuardName;

    public ValueTask<Verdict<TIn>> InspectAsync(TIn input, SafetyContext context)
    {
        ReadOnlySpan<float> row = context.Features;
        if (row.Length != _folding.Length)
        {
            return new(Unreadable(row.Length));
        }

        // What is judged and not finite is not finite in the sketch: twelve times less to look at. Categories are not in it, and may be missing.
        Span<float> sketch = stackalloc float[SketchWidth];
        _folding.Apply(row, sketch);
        if (!TensorPrimitives.IsFiniteAll<float>(sketch))
        {
            return new(Unreadable(row.Length));
        }

        int near = _store.Of(_caller(context.Call) ?? "").Take(sketch, _fingerprint.Of(row), _limit, out bool isRelated);
        return isRelated && near >= _alarmCount ? new(Suspicious(near)) : new(Verdict.Allow);
    }

    public string? FindFault(GuardSettings settings) => SettingFaults.Find(settings, nameof(settings.Otherwise));

    public void Reload(GuardSettings settings) => _settings = new(settings.Otherwise ?? _built.Otherwise);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private Verdict Suspicious(int near) => Verdict.With(
        _settings.Otherwise,
        new Evidence(
            "adversarial.queries",
            string.Create(CultureInfo.InvariantCulture, $"{near} of the caller's last {_recent} queries are nearly equal to one before; suspected from {_alarmCount}: so a model is probed or copied."))
        {
            Score = (double)near / _recent,
            Threshold = (double)_alarmCount / _recent,
        });

    [MethodImpl(MethodImplOptions.NoInlining)]
    private Verdict Unreadable(int length) => length == _folding.Length
        ? Verdict.Block("adversarial.not-finite", "A feature is infinite, missing, or too great to be added up; expected finite numbers.")
        : Verdict.Block("adversarial.width", "The features were not read.");
}
