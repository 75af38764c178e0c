using System.Diagnostics.CodeAnalysis;
using System.Threading.RateLimiting;

namespace AISafety.Limits;

/// <summary>A lease of a <see cref="ClockedLimiter"/>: there is nothing to give back.</summary>
internal sealed class LimiterLease(TimeSpan? retryAfter) : RateLimitLease
{
    private static readonly string[] s_names = [MetadataName.RetryAfter.Name];

    public static LimiterLease Acquired { get; } = new(null);

    public override bool IsAcquired => retryAfter is null;

    public override IEnumerable<string> MetadataNames => retryAfter is null ? [] : s_names;

    public override bool TryGetMetadata(string metadataName, [NotNullWhen(true)] out object? metadata)
    {
        metadata = metadataName == MetadataName.RetryAfter.Name ? retryAfter : null;
        return metadata is not null;
    }
}
