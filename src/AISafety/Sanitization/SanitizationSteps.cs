using System.Text;

namespace AISafety.Sanitization;

/// <summary>Steps that mend an input, added one by one and taken in that order: a later step sees an earlier one's result.</summary>
/// <typeparam name="TIn">What the model is asked.</typeparam>
/// <remarks>
/// <para>A step on a property reads it with one lambda and makes a new input with another, as <c>(x, age) => x with { Age = age }</c>. It
/// must not write to the input that it is given, which is the caller's.</para>
/// <para>The lambdas run on every call, from many threads: they must be fast and free of side effects. One that throws is reported as
/// <c>input.step-failed</c>, which blocks; where the guard fails open, the step is left out and the others
/// are taken.</para>
/// </remarks>
public sealed partial class SanitizationSteps<TIn>
{
    private readonly List<Func<FeatureSchema<TIn>?, SanitizationStep<TIn>>> _steps = [];

    internal SanitizationSteps()
    {
    }

    internal Func<FeatureSchema<TIn>?, SanitizationStep<TIn>>[] Freeze() => [.. _steps];

    /// <summary>Removes white space from both ends of a text. Code: <c>input.trimmed</c>.</summary>
    /// <param name="name">What the property is called in evidence.</param>
    /// <param name="get">Reads it; null is skipped.</param>
    /// <param name="set">Makes the input with the new text.</param>
    /// <exception cref="ArgumentException"><paramref name="name"/> is blank, or an argument is null.</exception>
    public SanitizationSteps<TIn> Trim(string name, Func<TIn, string?> get, Func<TIn, string, TIn> set)
    {
        Check(name, get, set);
        Evidence trimmed = SanitizationChanges.Trimmed(name);
        return Add("Trimming", name, (ref run) =>
        {
            if (get(run.Value) is { } text && text.Trim() is var rest && rest.Length < text.Length)
            {
                run.Change(set(run.Value, rest), trimmed);
            }
        });
    }

    /// <summary>Brings a text into a Unicode normalisation form. Code: <c>input.normalized</c>. Text that is no valid Unicode (half a
    /// surrogate pair) has no such form and is refused: <c>input.invalid-unicode</c>.</summary>
    /// <param name="name">What the property is called in evidence.</param>
    /// <param name="get">Reads it; null is skipped.</param>
    /// <param name="set">Makes the input with the new text.</param>
    /// <param name="form">The form. Default: KC, which also replaces look-alikes such as ligatures and full-width letters.</param>
    /// <remarks>At Build, a <see cref="SafetyBuildException"/> where .NET runs without ICU (<c>InvariantGlobalization</c>): there it would
    /// leave every text as it is.</remarks>
    /// <exception cref="ArgumentException"><paramref name="name"/> is blank, an argument is null, or there is no such form.</exception>
    public SanitizationSteps<TIn> Normalize(
        string name,
        Func<TIn, string?> get,
        Func<TIn, string, TIn> set,
        NormalizationForm form = NormalizationForm.FormKC)
    {
        Check(name, get, set);
        UnicodeForm unicode = new(name, form);
        _steps.Add(_ =>
        {
            UnicodeForm.RequireSupport(SanitizationGuard<TIn>.GuardName);
            return new($"Normalisation of '{name}'", name, (ref run) =>
            {
                if (get(run.Value) is not { } text)
                {
                    return;
                }

                if (unicode.TryNormalize(text, out string? normalized) is { } invalid)
                {
                    run.Refuse(invalid);
                }
                else if (normalized is not null)
                {
                    run.Change(set(run.Value, normalized), unicode.Changed);
                }
            });
        });
        return this;
    }

    /// <summary>A step of your own.</summary>
    /// <param name="code">The code of the change, used as it is: a stable dotted code in lower case, such as <c>input.phone-removed</c>.</param>
    /// <param name="when">Whether the input needs it.</param>
    /// <param name="change">Makes the new input; must not write to the one it is given.</param>
    /// <param name="message">One sentence for a person: what was changed and why. It must not hold the input.</param>
    /// <exception cref="ArgumentException"><paramref name="code"/> or <paramref name="message"/> is blank, or an argument is null.</exception>
    public SanitizationSteps<TIn> Step(string code, Func<TIn, bool> when, Func<TIn, TIn> change, string message)
    {
        ArgumentNullException.ThrowIfNull(when);
        ArgumentNullException.ThrowIfNull(change);
        Evidence changed = new(code, message);
        _steps.Add(_ => new($"Step '{code}'", null, (ref run) =>
        {
            if (when(run.Value))
            {
                run.Change(change(run.Value), changed);
            }
        }));
        return this;
    }

    private SanitizationSteps<TIn> Add(string kind, string name, SanitizationAct<TIn> act)
    {
        _steps.Add(_ => new($"{kind} of '{name}'", name, act));
        return this;
    }

    private static void Check(string name, Delegate get, Delegate set)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(get);
        ArgumentNullException.ThrowIfNull(set);
    }
}
