using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using AISafety.Review;

namespace AISafety.Tests.Review;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class DecisionHandlerTests
{
    private readonly List<string> _told = [];

    [Test]
    public void OnDecided_handlers_are_told_in_order_and_only_of_later_decisions()
    {
        InProcessReviewQueue<string, int> queue = Claimed(2);
        queue.Decide(1, "ann", 1);
        queue.OnDecided(decision => _told.Add($"a{decision.Output}"));
        queue.OnDecided(decision => _told.Add($"b{decision.Output}"));
        queue.Decide(2, "ann", 2);

        Assert.That(_told, Is.EqualTo(["a2", "b2"]));
    }

    [Test]
    public void OnDecided_handler_that_throws_stops_neither_the_others_nor_the_decision()
    {
        InProcessReviewQueue<string, int> queue = Claimed(1);
        queue.OnDecided(_ => throw new InvalidOperationException("broken"));
        queue.OnDecided(_ => _told.Add("told"));

        Assert.That(queue.Decide(1, "ann"), Is.True);
        Assert.That(_told, Is.EqualTo(["told"]));
        Assert.That(queue.List().Single().Status, Is.EqualTo(ReviewStatus.Decided));
    }

    [Test]
    [NonParallelizable]
    public void OnDecided_handler_that_waits_ends_nothing_when_it_throws_later()
    {
        InvalidOperationException broken = new("broken");
        InvalidOperationException unobserved = new("nobody looks at this one");
        ConcurrentQueue<Exception> reached = [];
        EventHandler<UnobservedTaskExceptionEventArgs> take = (_, told) => told.Exception.InnerExceptions.ToList().ForEach(reached.Enqueue);
        TaskScheduler.UnobservedTaskException += take;
        try
        {
            // That the second is told of says that those who are to be told have been.
            DecideAndThrowLater(broken);
            ThrowLater(unobserved);
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }
        finally
        {
            TaskScheduler.UnobservedTaskException -= take;
        }

        Assert.That(reached, Has.Member(unobserved).And.No.Member(broken));
    }

    [Test]
    public void OnDecided_disposed_registration_is_told_nothing_more_and_takes_no_other_with_it()
    {
        InProcessReviewQueue<string, int> queue = Claimed(2);
        Action<ReviewDecision<int>> handler = decision => _told.Add($"{decision.Output}");
        IDisposable first = queue.OnDecided(handler);
        queue.OnDecided(handler);
        queue.Decide(1, "ann", 1);
        first.Dispose();
        first.Dispose();
        queue.Decide(2, "ann", 2);

        Assert.That(_told, Is.EqualTo(["1", "1", "2"]));
    }

    [Test]
    public void OnDecided_handler_disposed_of_by_an_earlier_one_is_not_told()
    {
        InProcessReviewQueue<string, int> queue = Claimed(1);
        IDisposable? second = null;
        queue.OnDecided(_ => second!.Dispose());
        second = queue.OnDecided(_ => _told.Add("second"));
        queue.Decide(1, "ann");

        Assert.That(_told, Is.Empty);
    }

    [Test]
    public void OnDecided_handler_may_use_the_queue_from_another_thread()
    {
        InProcessReviewQueue<string, int> queue = Claimed(1);
        ReviewStatus seen = default;

        // Another thread would wait for ever if handlers ran inside the queue's lock.
        queue.OnDecided(_ => seen = Task.Run(() => queue.List().Single().Status).GetAwaiter().GetResult());
        queue.Decide(1, "ann");

        Assert.That(seen, Is.EqualTo(ReviewStatus.Decided));
    }

    // Not inlined, so that nothing refers to its tasks any more when it returns.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void DecideAndThrowLater(Exception exception)
    {
        InProcessReviewQueue<string, int> queue = Claimed(1);
        TaskCompletionSource[] go = [new(), new()];
        int ended = 0;
        queue.OnDecided(_ => EndAsync(go[0]));
        ((IReviewQueue<string, int>)queue).OnDecided(_ => EndAsync(go[1]));

        Assert.That(queue.Decide(1, "ann"), Is.True);
        Array.ForEach(go, static one => one.SetResult());
        Assert.That(ended, Is.EqualTo(2));

        async Task EndAsync(TaskCompletionSource when)
        {
            await when.Task;
            ended++;
            throw exception;
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void ThrowLater(Exception exception)
    {
        TaskCompletionSource go = new();
        _ = ThrowAsync();
        go.SetResult();

        async Task ThrowAsync()
        {
            await go.Task;
            throw exception;
        }
    }

    private static InProcessReviewQueue<string, int> Claimed(int count)
    {
        InProcessReviewQueue<string, int> queue = new();
        for (int number = 1; number <= count; number++)
        {
            queue.Submit(number);
            queue.Claim(number, "ann");
        }

        return queue;
    }
}
