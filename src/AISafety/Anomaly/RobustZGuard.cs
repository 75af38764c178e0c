using System.Globalization;
using System.Runtime.CompilerServices;

namespace AISafety.Anomaly;

/// <summary>Compares each row with a reference sample; see <see cref="AnomalyDetectionExtensions"/>.</summary>
internal sealed class RobustZGuard<TIn> : IInputGuard<TIn>
{
    public const string GuardName = "anomaly";

    private readonly FeatureSchema<TIn> _schema;
    private readonly SafetyAction _otherwise;

    // The one thing that a reload exchanges.
    private volatile RobustZProfile _profile;

    public RobustZGuard(FeatureSchema<TIn> schema, RobustZProfile profile, SafetyAction otherwise)
    {
        _schema = schema;
        _profile = profile;
        _otherwise = otherwise;
    }

    public string Name => GuardName;

    public ValueTask<Verdict<TIn>> InspectAsync(TIn input, SafetyContext context)
    {
        RobustZProfile profile = _profile;
        ReadOnlySpan<float> row = context.Features;

        // A score of NaN fails the comparison, as it must.
        return row.Length == profile.Width && profile.Score(row) <= profile.Threshold
            ? new(Verdict.Allow)
            : new(NotAllowed(profile, row));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private Verdict NotAllowed(RobustZProfile profile, ReadOnlySpan<float> row)
    {
        int feature = row.Length == profile.Width ? profile.MostDeviating(row) : -1;
        if (feature < 0)
        {
            return Verdict.Block(
                "anomaly.no-features",
                Invariant($"None of the {profile.JudgedCount} features that are compared with the reference has a value; expected at least one."));
        }

        float score = profile.Score(row);
        string name = _schema.Features[feature].Name;
        string what = profile.IsConstant(feature)
            ? $"'{name}' is not the value that it always has in the reference"
            : $"'{name}' lies far from the reference's median";
        return Verdict.With(
            _otherwise,
            new Evidence("anomaly.score", Invariant($"{what}: a p-value of {profile.PValue(score):G3}, where an alarm rate of {profile.AlarmRate} was asked for."))
            {
                Feature = name,
                Score = score * profile.LimitOf(feature),
                Threshold = profile.Threshold * profile.LimitOf(feature),
            });
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
