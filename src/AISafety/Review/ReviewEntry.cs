namespace AISafety.Review;

/// <summary>An item inside a queue, which changes. Used inside the queue's lock.</summary>
internal sealed class ReviewEntry<TIn, TOut>
{
    public ReviewEntry(long number, long submittedAt, ReviewItem<TIn, TOut> item)
    {
        Number = number;
        SubmittedAt = submittedAt;
        Item = item;
        Place = new(this);
    }

    /// <summary>In the order of submission.</summary>
    public long Number { get; }

    /// <summary>A timestamp of the queue's clock.</summary>
    public long SubmittedAt { get; }

    public ReviewItem<TIn, TOut> Item { get; set; }

    /// <summary>A timestamp of the queue's clock.</summary>
    public long ClaimedAt { get; set; }

    /// <summary>What reviewers have said.</summary>
    public List<ReviewDecision<TOut>> Opinions { get; } = [];

    /// <summary>Its place among the open items.</summary>
    public LinkedListNode<ReviewEntry<TIn, TOut>> Place { get; }

    public bool IsOpen => Item.Status is ReviewStatus.Waiting or ReviewStatus.Claimed;

    public bool HasOpinionOf(string reviewer) => Opinions.Exists(one => one.Reviewer == reviewer);
}
