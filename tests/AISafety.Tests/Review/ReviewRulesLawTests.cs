using AISafety.Review;
using CsCheck;
using Microsoft.Extensions.Time.Testing;

namespace AISafety.Tests.Review;

/// <summary>With priorities, expiry and two-person decisions, too, the queue agrees with a model that is too simple to be wrong.</summary>
public sealed class ReviewRulesLawTests
{
    private const int Capacity = 4;
    private const int DecidedCapacity = 3;
    private const int ClaimTimeout = 30;
    private const int ItemTimeout = 90;

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
        Gen<(Kind Kind, int Item, string Reviewer, int Answer)> operations = Gen.Select(
            Gen.Frequency((2, Gen.Const(Kind.Submit)), (3, Gen.Const(Kind.Claim)), (3, Gen.Const(Kind.Decide)), (1, Gen.Const(Kind.Advance))),
            Gen.Int[1, 6],
            Gen.Int[0, 2].Select(i => i == 0 ? "ann" : i == 1 ? "bob" : "cy"),
            Gen.Int[0, 1]);
        operations.Array[1, 80].Sample(sequence =>
        {
            FakeTimeProvider clock = new();
            InProcessReviewQueue<string, int> queue = new(
                new()
                {
                    Capacity = Capacity,
                    DecidedCapacity = DecidedCapacity,
                    ClaimTimeout = TimeSpan.FromMinutes(ClaimTimeout),
                    ItemTimeout = TimeSpan.FromMinutes(ItemTimeout),
                },
                clock,
                new() { Priority = request => PriorityOf((int)request.CallId.Number), TwoPersonCodes = ["two"], WhenExpired = _ => 9 });
            List<int> decided = [];
            List<int> expired = [];
            queue.OnDecided(decision => decided.Add((int)decision.CallId.Number));
            queue.OnExpired(item => expired.Add((int)item.Request.CallId.Number));
            SimpleQueue model = new();
            foreach ((Kind kind, int item, string reviewer, int answer) in sequence)
            {
                bool agrees = kind switch
                {
                    Kind.Submit => queue.SubmitAsync(Queues.Request(item) with { Evidence = [new(NeedsTwo(item) ? "two" : "one", "A reason.")] }).Result == model.Submit(item),
                    Kind.Claim => queue.Claim(item, reviewer) is not null == model.Claim(item, reviewer),
                    Kind.Decide => queue.Decide(item, reviewer, answer) == model.Decide(item, reviewer, answer),
                    _ => Advance(clock, model, item * 7),
                };
                if (!agrees || !Agree(queue, model) || !decided.SequenceEqual(model.Decided) || !expired.SequenceEqual(model.Expired))
                {
                    return false;
                }
            }

            return true;
        }, iter: 3000, seed: "0000review02");
    }

    private static int PriorityOf(int number) => number % 3;

    private static bool NeedsTwo(int number) => number % 2 == 0;

    private static bool Advance(FakeTimeProvider clock, SimpleQueue model, int minutes)
    {
        clock.Advance(TimeSpan.FromMinutes(minutes));
        model.Now += minutes;
        return true;
    }

    private static bool Agree(InProcessReviewQueue<string, int> queue, SimpleQueue model)
    {
        model.Expire();
        var expected = model.Items.OrderByDescending(item => PriorityOf(item.Number)).Select(item => (item.Number, model.StatusOf(item), item.Opinions.Count)).ToArray();
        ReviewStatistics statistics = queue.GetStatistics();
        return queue.List().Select(item => ((int)item.Request.CallId.Number, item.Status, item.OpinionCount)).SequenceEqual(expected)
            && (statistics.Decided, statistics.Expired) == (model.Decided.Count, model.Expired.Count)
            && statistics.Waiting == expected.Count(item => item.Item2 == ReviewStatus.Waiting)
            && statistics.Claimed == expected.Count(item => item.Item2 == ReviewStatus.Claimed)
            && queue.List().All(item => item.HasExpiredAnswer == (item.Status == ReviewStatus.Expired)
                && item.Decision is null == (item.Status != ReviewStatus.Decided)
                && item.Opinions.Count == (item.Status is ReviewStatus.Decided or ReviewStatus.Expired ? item.OpinionCount : 0));
    }

    /// <summary>Items in the order of submission.</summary>
    private sealed class SimpleQueue
    {
        public List<Item> Items { get; } = [];

        public List<int> Decided { get; } = [];

        public List<int> Expired { get; } = [];

        public int Now { get; set; }

        private int Closings { get; set; }

        public ReviewStatus StatusOf(Item item) =>
            item.ClosedAs > 0 ? item.HasExpired ? ReviewStatus.Expired : ReviewStatus.Decided
            : item.Reviewer is not null && Now - item.ClaimedAt < ClaimTimeout ? ReviewStatus.Claimed
            : ReviewStatus.Waiting;

        public void Expire()
        {
            foreach (Item item in Items.Where(item => item.ClosedAs == 0 && Now - item.SubmittedAt >= ItemTimeout).ToArray())
            {
                item.HasExpired = true;
                Expired.Add(item.Number);
                Close(item);
            }
        }

        public bool Submit(int number)
        {
            Expire();
            if (Items.Exists(item => item.Number == number) || Items.Count(item => item.ClosedAs == 0) == Capacity)
            {
                return false;
            }

            Items.Add(new() { Number = number, SubmittedAt = Now });
            return true;
        }

        public bool Claim(int number, string reviewer)
        {
            Expire();
            Item? item = Items.Find(item => item.Number == number);
            if (item is null || item.ClosedAs > 0 || (StatusOf(item) == ReviewStatus.Claimed && item.Reviewer != reviewer) || item.Opinions.Exists(one => one.Reviewer == reviewer))
            {
                return false;
            }

            item.Reviewer = reviewer;
            item.ClaimedAt = Now;
            return true;
        }

        public bool Decide(int number, string reviewer, int answer)
        {
            Expire();
            Item? item = Items.Find(item => item.Number == number);
            if (item is null || StatusOf(item) != ReviewStatus.Claimed || item.Reviewer != reviewer)
            {
                return false;
            }

            bool agreed = item.Opinions.Exists(one => one.Answer == answer);
            item.Opinions.Add((reviewer, answer));
            item.Reviewer = null;
            if (agreed || !NeedsTwo(number))
            {
                Decided.Add(number);
                Close(item);
            }

            return true;
        }

        private void Close(Item item)
        {
            item.ClosedAs = ++Closings;
            if (Items.Count(one => one.ClosedAs > 0) > DecidedCapacity)
            {
                Items.Remove(Items.Where(one => one.ClosedAs > 0).MinBy(one => one.ClosedAs)!);
            }
        }

        public sealed class Item
        {
            public int Number { get; init; }

            public int SubmittedAt { get; init; }

            public string? Reviewer { get; set; }

            public int ClaimedAt { get; set; }

            public bool HasExpired { get; set; }

            public int ClosedAs { get; set; }

            public List<(string Reviewer, int Answer)> Opinions { get; } = [];
        }
    }
}
