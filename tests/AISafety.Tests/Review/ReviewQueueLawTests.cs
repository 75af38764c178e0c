using AISafety.Review;
using CsCheck;
using Microsoft.Extensions.Time.Testing;

namespace AISafety.Tests.Review;

/// <summary>Whatever is done to it, the queue agrees with a model that is too simple to be wrong.</summary>
public sealed class ReviewQueueLawTests
{
    private const int Capacity = 4;
    private const int DecidedCapacity = 3;
    private const int Timeout = 30;

    private enum Kind
    {
        Submit,
        Claim,
        Decide,
        Advance,
    }

    [Test]
    public void Any_sequence_of_operations_agrees_with_the_simple_model()
    {
        Gen<(Kind Kind, int Item, string Reviewer)> operations = Gen.Select(
            Gen.Frequency((2, Gen.Const(Kind.Submit)), (2, Gen.Const(Kind.Claim)), (2, Gen.Const(Kind.Decide)), (1, Gen.Const(Kind.Advance))),
            Gen.Int[1, 7],
            Gen.Int[0, 2].Select(i => i == 0 ? "ann" : i == 1 ? "bob" : "cy"));
        operations.Array[1, 60].Sample(sequence =>
        {
            FakeTimeProvider clock = new();
            InProcessReviewQueue<string, int> queue = new(
                new() { Capacity = Capacity, DecidedCapacity = DecidedCapacity, ClaimTimeout = TimeSpan.FromMinutes(Timeout) }, clock);
            SimpleQueue model = new();
            foreach ((Kind kind, int item, string reviewer) in sequence)
            {
                bool agrees = kind switch
                {
                    Kind.Submit => queue.Submit(item) == model.Submit(item),
                    Kind.Claim => queue.Claim(item, reviewer) is not null == model.Claim(item, reviewer),
                    Kind.Decide => queue.Decide(item, reviewer) == model.Decide(item, reviewer),
                    _ => Advance(clock, model, item * 7),
                };
                if (!agrees || !Agree(queue, model))
                {
                    return false;
                }
            }

            return true;
        }, iter: 3000, seed: "0000review01");
    }

    [Test]
    public void Parallel_claims_give_each_item_to_one_reviewer_and_decisions_to_its_holder()
    {
        const int Items = 300;
        const int Reviewers = 6;
        InProcessReviewQueue<string, int> queue = new();
        int[] told = new int[Items];
        queue.OnDecided(decision => Interlocked.Increment(ref told[decision.Output]));
        int[] claimed = new int[Items];
        int[] decided = new int[Items];
        using Barrier start = new(Reviewers);
        Thread[] threads = [.. Enumerable.Range(0, Reviewers).Select(reviewer => new Thread(() =>
        {
            string name = $"reviewer {reviewer}";
            start.SignalAndWait();
            for (int i = 0; i < Items; i++)
            {
                // Each also submits: one of the six is taken.
                queue.Submit(i + 1);
                if (queue.Claim(i + 1, name) is { } item && item.Reviewer == name)
                {
                    Interlocked.Increment(ref claimed[i]);
                }

                if (queue.Decide(i + 1, name, i))
                {
                    Interlocked.Increment(ref decided[i]);
                }
            }
        }))];
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());

        int[] once = [.. Enumerable.Repeat(1, Items)];
        Assert.That(claimed, Is.EqualTo(once));
        Assert.That(decided, Is.EqualTo(once));
        Assert.That(told, Is.EqualTo(once));
        Assert.That(queue.List(ReviewStatus.Decided), Has.Count.EqualTo(Items));
    }

    private static bool Advance(FakeTimeProvider clock, SimpleQueue model, int minutes)
    {
        clock.Advance(TimeSpan.FromMinutes(minutes));
        model.Now += minutes;
        return true;
    }

    private static bool Agree(InProcessReviewQueue<string, int> queue, SimpleQueue model)
    {
        var expected = model.Items.Select(item => (item.Number, model.StatusOf(item), model.ReviewerOf(item))).ToArray();
        return queue.List().Select(item => ((int)item.Request.CallId.Number, item.Status, item.Reviewer)).SequenceEqual(expected)
            && queue.OpenCount == expected.Count(item => item.Item2 != ReviewStatus.Decided)
            && Enum.GetValues<ReviewStatus>().All(status => queue.Numbers(status).SequenceEqual(
                expected.Where(item => item.Item2 == status).Select(item => item.Number)))
            && queue.List().All(item => item.Decision is null == (item.Status != ReviewStatus.Decided) && item.Decision?.Reviewer is null == (item.Decision is null));
    }

    private sealed class SimpleQueue
    {
        public List<Item> Items { get; } = [];

        public int Now { get; set; }

        private int Decisions { get; set; }

        public ReviewStatus StatusOf(Item item) =>
            item.DecidedAs > 0 ? ReviewStatus.Decided
            : item.Reviewer is not null && Now - item.ClaimedAt < Timeout ? ReviewStatus.Claimed
            : ReviewStatus.Waiting;

        public string? ReviewerOf(Item item) => StatusOf(item) == ReviewStatus.Waiting ? null : item.Reviewer;

        public bool Submit(int number)
        {
            if (Items.Exists(item => item.Number == number) || Items.Count(item => item.DecidedAs == 0) == Capacity)
            {
                return false;
            }

            Items.Add(new() { Number = number });
            return true;
        }

        public bool Claim(int number, string reviewer)
        {
            Item? item = Items.Find(item => item.Number == number);
            if (item is null || StatusOf(item) == ReviewStatus.Decided || (ReviewerOf(item) ?? reviewer) != reviewer)
            {
                return false;
            }

            item.Reviewer = reviewer;
            item.ClaimedAt = Now;
            return true;
        }

        public bool Decide(int number, string reviewer)
        {
            Item? item = Items.Find(item => item.Number == number);
            if (item is null || StatusOf(item) != ReviewStatus.Claimed || item.Reviewer != reviewer)
            {
                return false;
            }

            item.DecidedAs = ++Decisions;
            if (Items.Count(one => one.DecidedAs > 0) > DecidedCapacity)
            {
                Items.Remove(Items.Where(one => one.DecidedAs > 0).MinBy(one => one.DecidedAs)!);
            }

            return true;
        }

        public sealed class Item
        {
            public int Number { get; init; }

            public string? Reviewer { get; set; }

            public int ClaimedAt { get; set; }

            public int DecidedAs { get; set; }
        }
    }
}
