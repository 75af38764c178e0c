using System.Text;

namespace AISafety.Sanitization;

/// <summary>Brings texts into one normalisation form.</summary>
internal sealed class UnicodeForm
{
    private readonly NormalizationForm _form;
    private readonly Evidence _invalid;

    public UnicodeForm(string name, NormalizationForm form)
    {
        if (!Enum.IsDefined(form))
        {
            throw new ArgumentOutOfRangeException(nameof(form), form, "Expected FormC, FormD, FormKC or FormKD.");
        }

        _form = form;
        _invalid = new("input.invalid-unicode", $"'{name}' holds half a surrogate pair; expected valid Unicode.") { Feature = name };
        Changed = new("input.normalized", $"'{name}' was brought into Unicode {form}.") { Feature = name };
    }

    public Evidence Changed { get; }

    /// <summary>Refuses at Build where .NET has no Unicode tables and would call every text normalised.</summary>
    public static void RequireSupport(string guard)
    {
        if ("\uFB01".Normalize(NormalizationForm.FormKC) != "fi")
        {
            throw new SafetyBuildException(
                $"Guard '{guard}': Normalize has no effect because .NET runs without ICU; expected InvariantGlobalization to be false and ICU to be installed.");
        }
    }

    /// <summary>Gives the normalised text, null if it is the text itself; or the evidence that it is no valid Unicode.</summary>
    public Evidence? TryNormalize(string text, out string? normalized)
    {
        normalized = null;
        try
        {
            // Text that is normal already comes back as the same string.
            string result = text.Normalize(_form);
            normalized = result == text ? null : result;
            return null;
        }
        catch (ArgumentException)
        {
            return _invalid;
        }
    }
}
