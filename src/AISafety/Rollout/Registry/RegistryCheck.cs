using System.Globalization;

namespace AISafety.Rollout;

/// <summary>Says what of a registered model cannot be. What a file holds and what code hands in go the same way.</summary>
internal static class RegistryCheck
{
    public const int MostNameChars = 200;
    public const int MostTextChars = 2000;
    private const int HexDigits = 64;

    /// <summary>The first fault; null if there is none.</summary>
    public static string? FaultOf(RegisteredModel? model)
    {
        if (model is null)
        {
            return "a model is null";
        }

        if (NameFault("Name", model.Name) is { } fault)
        {
            return fault;
        }

        if (model.Revision < 1)
        {
            return string.Create(CultureInfo.InvariantCulture, $"Revision is {model.Revision}; expected 1 or more");
        }

        if (model.Versions is not { Count: > 0 } versions || model.History is not { } history)
        {
            return "Versions is empty, or History is null; expected at least one version";
        }

        HashSet<string> names = new(StringComparer.Ordinal);
        foreach (ModelVersion? version in versions)
        {
            fault = FaultOf(version) ?? (names.Add(version!.Version) ? null : $"version '{version.Version}' is there twice");
            if (fault is not null)
            {
                return fault;
            }
        }

        int live = versions.Count(static version => version.Stage == ModelStage.Production);
        return live > 1 ? string.Create(CultureInfo.InvariantCulture, $"{live} versions are in production; expected at most one") : FaultOf(history, versions);
    }

    public static string? NameFault(string field, string? name) => TextFault(field, name, MostNameChars);

    /// <summary>Text that reads back as it was written: not blank, not too long, and nothing in it that JSON or a terminal would change.</summary>
    public static string? TextFault(string field, string? text, int most)
    {
        if (string.IsNullOrWhiteSpace(text) || text.Length > most)
        {
            return string.Create(CultureInfo.InvariantCulture, $"{field} is blank or has {text?.Length ?? 0} characters; expected 1 to {most}");
        }

        for (int i = 0; i < text.Length; i++)
        {
            if (char.IsSurrogatePair(text, i))
            {
                i++;
            }
            else if (char.IsSurrogate(text[i]) || (char.IsControl(text[i]) && text[i] is not ('\n' or '\t')))
            {
                return string.Create(CultureInfo.InvariantCulture, $"{field} has a control character or half a character at place {i}; expected readable text");
            }
        }

        return null;
    }

    public static string? HashFault(string field, string? hash) =>
        hash is { Length: HexDigits } && hash.All(char.IsAsciiHexDigitLower) ? null : $"{field} is not a SHA-256; expected {HexDigits} lower-case hexadecimal digits";

    private static string? FaultOf(ModelVersion? version)
    {
        if (version is null)
        {
            return "a version is null";
        }

        return NameFault("Version", version.Version)
            ?? HashFault("Sha256", version.Sha256)
            ?? NameFault("Author", version.Author)
            ?? (Enum.IsDefined(version.Stage) ? null : "Stage is not one that there is")
            ?? Optional("Path", version.Path)
            ?? Optional("ProfilePath", version.ProfilePath)
            ?? (version.ProfileSha256 is null ? null : HashFault("ProfileSha256", version.ProfileSha256))
            ?? FaultOf(version.Schema)
            ?? (version.Approvals is null || version.Evidence is null ? "Approvals or Evidence is null" : null)
            ?? version.Approvals!.Select(FaultOf).FirstOrDefault(static fault => fault is not null)
            ?? version.Evidence!.Select(FaultOf).FirstOrDefault(static fault => fault is not null);
    }

    private static string? Optional(string field, string? text) => text is null ? null : TextFault(field, text, MostTextChars);

    private static string? FaultOf(ModelSchema? schema) => schema is null ? null
        : HashFault("Schema.Fingerprint", schema.Fingerprint)
            ?? (schema.Features is null || schema.Features.Any(static name => name is null || (name.Length > 0 && TextFault("a feature", name, MostTextChars) is not null))
                ? "Schema.Features has a name that is not readable text" : null);

    public static string? FaultOf(ModelApproval? approval) => approval is null
        ? "an approval is null"
        : NameFault("Person", approval.Person)
            ?? NameFault("Role", approval.Role)
            ?? NameFault("Item", approval.Item)
            ?? (approval.ExpiresAt > approval.At ? null : "an approval expires before it is given; expected ExpiresAt after At");

    public static string? FaultOf(ModelEvidence? evidence) => evidence is null
        ? "a piece of evidence is null"
        : NameFault("Kind", evidence.Kind) ?? TextFault("Location", evidence.Location, MostTextChars) ?? HashFault("Sha256", evidence.Sha256);

    /// <summary>The history must lead to the stages that there are.</summary>
    private static string? FaultOf(IReadOnlyList<StageChange> history, IReadOnlyList<ModelVersion> versions)
    {
        Dictionary<string, ModelStage> stages = versions.ToDictionary(static version => version.Version, static _ => ModelStage.Registered, StringComparer.Ordinal);
        foreach (StageChange? change in history)
        {
            string? fault = change is null ? "a change is null"
                : NameFault("Actor", change.Actor)
                    ?? TextFault("Reason", change.Reason, MostTextChars)
                    ?? (change.Version is null || !stages.TryGetValue(change.Version, out ModelStage stage) ? "a change is of a version that is not there"
                        : change.From != stage || !Enum.IsDefined(change.To) ? $"a change of version '{change.Version}' does not go on from its stage before"
                        : null);
            if (fault is not null)
            {
                return fault;
            }

            stages[change!.Version!] = change.To;
        }

        ModelVersion? other = versions.FirstOrDefault(version => version.Stage != stages[version.Version]);
        return other is null ? null : $"version '{other.Version}' is {other.Stage}, but its history ends with {stages[other.Version]}";
    }
}
