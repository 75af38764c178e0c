namespace AISafety.Validation;

/// <summary>Rules on the properties of an input or an output, added one by one.</summary>
/// <typeparam name="T">What is judged.</typeparam>
/// <remarks>
/// <para>Every rule is judged on every call, and every violation is reported. The codes below start with <c>input.</c> in input
/// validation and with <c>output.</c> in output validation.</para>
/// <para>A property that is null breaks <see cref="Required{TValue}(string, Func{T, TValue})"/> only; every other rule skips it. A null array is an empty one.</para>
/// <para>Values are compared as they are, not as the feature row's floats.</para>
/// <para>The lambdas run on every call, from many threads: they must be fast and free of side effects. One that throws is reported as
/// <c>input.rule-failed</c>, which blocks unless the guard fails open.</para>
/// </remarks>
public sealed partial class ValidationRules<T>
{
    private readonly string _stage;
    private readonly List<ValidationRule<T>> _rules = [];
    private string? _fault;

    internal ValidationRules(string stage) => _stage = stage;

    internal RuleSet<T> Freeze() => new(_stage, _rules, _fault);

    /// <summary>The property must have a value: not null, not NaN, and as text not blank. Code: <c>input.missing</c>.</summary>
    /// <param name="name">What the property is called in evidence.</param>
    /// <param name="read">Reads it.</param>
    /// <exception cref="ArgumentException"><paramref name="name"/> is blank, or an argument is null.</exception>
    public ValidationRules<T> Required<TValue>(string name, Func<T, TValue> read)
    {
        Check(name, read);
        Evidence missing = Missing(name);
        Func<T, bool> isMissing = read is Func<T, string?> text
            ? value => string.IsNullOrWhiteSpace(text(value))
            : value => MissingValue<TValue>.Is(read(value));
        return Add("Need", name, value => isMissing(value) ? missing : null);
    }

    /// <inheritdoc cref="Required{TValue}(string, Func{T, TValue})"/>
    public ValidationRules<T> Required<TValue>(string name, Func<T, TValue?> read)
        where TValue : struct
    {
        Check(name, read);
        Evidence missing = Missing(name);
        return Add("Need", name, value => read(value) is { } one && !MissingValue<TValue>.Is(one) ? null : missing);
    }

    /// <summary>The property must be one of the values listed, by its default equality (text: ordinal). Code: <c>input.unseen</c>.</summary>
    /// <param name="name">What the property is called in evidence.</param>
    /// <param name="read">Reads it; null is skipped.</param>
    /// <param name="allowed">The allowed values; at least one.</param>
    /// <exception cref="ArgumentException"><paramref name="name"/> is blank, an argument is null, or no value is listed, or a null.</exception>
    public ValidationRules<T> OneOf<TValue>(string name, Func<T, TValue?> read, params IReadOnlyList<TValue> allowed)
        where TValue : notnull
    {
        Check(name, read);
        AllowedValues<TValue> values = new($"{_stage}.unseen", name, allowed);
        return Add("Membership", name, value => values.Judge(read(value)));
    }

    /// <inheritdoc cref="OneOf{TValue}(string, Func{T, TValue}, IReadOnlyList{TValue})"/>
    public ValidationRules<T> OneOf<TValue>(string name, Func<T, TValue?> read, params IReadOnlyList<TValue> allowed)
        where TValue : struct
    {
        Check(name, read);
        AllowedValues<TValue> values = new($"{_stage}.unseen", name, allowed);
        return Add("Membership", name, value => read(value) is { } one ? values.Judge(one) : null);
    }

    /// <summary>A rule of your own.</summary>
    /// <param name="code">The code of the violation, used as it is: a stable dotted code in lower case, such as <c>loan.too-long</c>.</param>
    /// <param name="holds">True where nothing is wrong.</param>
    /// <param name="message">One sentence for a person: what is wrong and what was expected. It must not hold the input.</param>
    /// <exception cref="ArgumentException"><paramref name="code"/> or <paramref name="message"/> is blank, or an argument is null.</exception>
    public ValidationRules<T> Rule(string code, Func<T, bool> holds, string message)
    {
        ArgumentNullException.ThrowIfNull(holds);
        Evidence violation = new(code, message);
        _rules.Add(new($"Rule '{code}'", null, value => holds(value) ? null : violation));
        return this;
    }

    private Evidence Missing(string name) => new($"{_stage}.missing", $"'{name}' is missing; it is required.") { Feature = name };

    private ValidationRules<T> Add(string kind, string name, Func<T, Evidence?> judge)
    {
        _rules.Add(new($"{kind} of '{name}'", name, judge));
        return this;
    }

    private static void Check(string name, Delegate read)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(read);
    }
}
