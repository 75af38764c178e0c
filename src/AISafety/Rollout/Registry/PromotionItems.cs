using System.Globalization;

namespace AISafety.Rollout;

/// <summary>An item that is met by a report.</summary>
internal sealed class EvidenceItem : PromotionItem
{
    private readonly string _kind;
    private readonly TimeSpan _maxAge;

    public EvidenceItem(string code, string title, string kind, TimeSpan maxAge)
        : base(code, title)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(maxAge, TimeSpan.Zero);
        _kind = Checked(RegistryCheck.NameFault(nameof(kind), kind), nameof(kind), kind);
        _maxAge = maxAge;
    }

    internal override async ValueTask<UnmetItem?> CheckAsync(PromotionCase of, CancellationToken cancellationToken)
    {
        // Of reports of one time the last that was added.
        ModelEvidence? report = of.Version.Evidence.Where(one => string.Equals(one.Kind, _kind, StringComparison.OrdinalIgnoreCase)).Reverse().MaxBy(static one => one.At);
        if (report is null)
        {
            return Unmet(UnmetReason.Missing, $"There is no report of kind '{_kind}'.");
        }

        if (!report.Passed)
        {
            return Unmet(UnmetReason.Failed, $"The newest report of kind '{_kind}' did not pass.");
        }

        if (of.Now - report.At > _maxAge)
        {
            return Unmet(UnmetReason.Expired, string.Create(CultureInfo.InvariantCulture, $"The newest report of kind '{_kind}' is of {report.At:yyyy-MM-dd}; expected one not older than {_maxAge}."));
        }

        return await of.FindFileFaultAsync($"The report '{report.Location}'", report.Location, report.Sha256, cancellationToken).ConfigureAwait(false) is { } fault
            ? Unmet(fault.Reason, fault.Detail)
            : null;
    }
}

/// <summary>An item that is met by a person's sign-off.</summary>
internal sealed class SignOffItem : PromotionItem
{
    private readonly string _role;
    private readonly bool _notByAuthor;

    public SignOffItem(string code, string title, string role, bool notByAuthor)
        : base(code, title)
    {
        _role = Checked(RegistryCheck.NameFault(nameof(role), role), nameof(role), role);
        _notByAuthor = notByAuthor;
    }

    internal override ValueTask<UnmetItem?> CheckAsync(PromotionCase of, CancellationToken cancellationToken)
    {
        ModelApproval[] signed = [.. of.Version.Approvals.Where(one => one.Item == Code && string.Equals(one.Role, _role, StringComparison.OrdinalIgnoreCase))];
        if (signed.Length == 0)
        {
            return new(Unmet(UnmetReason.Missing, $"Nobody has signed it off in the role '{_role}'."));
        }

        // Only those who may sign it off count, also where all of theirs have expired: the author's help nobody.
        ModelApproval[] counted = _notByAuthor ? [.. signed.Where(one => !IsAuthor(one.Person, of.Version.Author))] : signed;
        return new(
            counted.Length == 0 ? Unmet(UnmetReason.SamePerson, $"Only the author '{of.Version.Author}' has signed it off; expected somebody else.")
            : counted.Max(static one => one.ExpiresAt) <= of.Now ? Unmet(
                UnmetReason.Expired, string.Create(CultureInfo.InvariantCulture, $"The last sign-off in the role '{_role}' has expired at {counted.Max(static one => one.ExpiresAt):O}."))
            : null);
    }

    private static bool IsAuthor(string person, string author) => string.Equals(person.Trim(), author.Trim(), StringComparison.OrdinalIgnoreCase);
}

/// <summary>An item that is met by the model's own file.</summary>
internal sealed class ModelFileItem(string? path) : PromotionItem("model-file", "The model's file is the one that was registered")
{
    internal override async ValueTask<UnmetItem?> CheckAsync(PromotionCase of, CancellationToken cancellationToken) =>
        (path ?? of.Version.Path) is not { } location
            ? Unmet(UnmetReason.Missing, "It is not registered where the model's file lies.")
            : await of.FindFileFaultAsync($"The model's file '{location}'", location, of.Version.Sha256, cancellationToken).ConfigureAwait(false) is { } fault
                ? Unmet(fault.Reason, fault.Detail)
                : null;
}

/// <summary>An item that is met by a reference profile.</summary>
internal sealed class ProfileItem() : PromotionItem("reference-profile", "There is a reference profile to watch drift by")
{
    internal override async ValueTask<UnmetItem?> CheckAsync(PromotionCase of, CancellationToken cancellationToken)
    {
        ModelVersion version = of.Version;
        if (version.ProfilePath is not { } location)
        {
            return version.ProfileSha256 is null ? Unmet(UnmetReason.Missing, "No reference profile is registered.") : null;
        }

        return await of.FindFileFaultAsync($"The reference profile '{location}'", location, version.ProfileSha256, cancellationToken).ConfigureAwait(false) is { } fault
            ? Unmet(fault.Reason, fault.Detail)
            : null;
    }
}

/// <summary>An item that is met by a check of the user's own.</summary>
internal sealed class OwnItem : PromotionItem
{
    private readonly Func<ModelVersion, CancellationToken, ValueTask<string?>> _findFault;

    public OwnItem(string code, string title, Func<ModelVersion, CancellationToken, ValueTask<string?>> findFault)
        : base(code, title)
    {
        ArgumentNullException.ThrowIfNull(findFault);
        _findFault = findFault;
    }

    internal override async ValueTask<UnmetItem?> CheckAsync(PromotionCase of, CancellationToken cancellationToken)
    {
        try
        {
            return await _findFault(of.Version, cancellationToken).ConfigureAwait(false) is { } fault ? Unmet(UnmetReason.Failed, fault) : null;
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            return Unmet(UnmetReason.Failed, $"The check threw {exception.GetType().Name}.");
        }
    }
}
