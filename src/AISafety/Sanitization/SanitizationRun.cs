using AISafety.Validation;

namespace AISafety.Sanitization;

/// <summary>One call's way through the steps: the input as it is now, and what there is to tell. Allocates nothing until there is.</summary>
internal struct SanitizationRun<TIn>(TIn input)
{
    private List<Evidence>? _evidence;
    private float[]? _copy;

    /// <summary>The input after the steps so far.</summary>
    public TIn Value { get; private set; } = input;

    /// <summary>Why the input cannot be sanitised; null while it can.</summary>
    public Evidence? Refusal { get; private set; }

    public bool IsChanged { get; private set; }

    /// <summary>A step made another input.</summary>
    public void Change(TIn value, Evidence evidence)
    {
        if (NullValue<TIn>.Is(value))
        {
            Refuse(new(EvidenceCodes.NullReplacement, $"A step ({evidence.Code}) gave null in place of the input.") { Feature = evidence.Feature });
            return;
        }

        // The new input may be one that the caller's lambda keeps.
        (Value, _copy) = (value, null);
        Tell(evidence);
        IsChanged = true;
    }

    /// <summary>A step changed an element of an input that is a vector. The first change makes a copy: the caller's vector is never written.</summary>
    public void ChangeElement(InputVector<TIn> vector, int index, float value, Evidence evidence)
    {
        if (_copy is null)
        {
            _copy = vector.Read(Value).ToArray();
            Value = vector.Wrap(_copy);
        }

        _copy[index] = value;
        Tell(evidence);
        IsChanged = true;
    }

    public void Refuse(Evidence evidence) => Refusal = evidence;

    /// <summary>Something to tell that is no change.</summary>
    public void Tell(Evidence evidence) => (_evidence ??= []).Add(evidence);

    public readonly Verdict<TIn> ToVerdict()
    {
        if (_evidence is null)
        {
            return Verdict.Allow;
        }

        return IsChanged ? Verdict.Replace(Value, _evidence) : Verdict.With(SafetyAction.Flag, _evidence);
    }
}
