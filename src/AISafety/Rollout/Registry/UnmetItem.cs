namespace AISafety.Rollout;

/// <summary>Why an item of a checklist is not met.</summary>
public enum UnmetReason : byte
{
    /// <summary>There is no such report or sign-off, or its file cannot be read.</summary>
    Missing = 0,

    /// <summary>The report did not pass, or a check of your own did not.</summary>
    Failed = 1,

    /// <summary>The report is too old, or the sign-off does not hold any more.</summary>
    Expired = 2,

    /// <summary>The file is not the one whose hash is registered.</summary>
    HashDiffers = 3,

    /// <summary>Only the author has signed.</summary>
    SamePerson = 4,

    /// <summary>The version reads other features than the one in production.</summary>
    SchemaDiffers = 5,

    /// <summary>There is no such model or version.</summary>
    UnknownVersion = 6,
}

/// <summary>An item of a checklist that is not met.</summary>
/// <param name="Code">The item's code, such as <c>privacy-review</c>; <c>schema</c> and <c>version</c> for what is checked besides.</param>
/// <param name="Title">The item in words.</param>
/// <param name="Reason">Why it is not met.</param>
/// <param name="Detail">The same in one sentence for a person.</param>
public sealed record UnmetItem(string Code, string Title, UnmetReason Reason, string Detail);
