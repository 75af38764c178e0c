using AISafety.Review;
using AISafety.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace AISafety.Tests.Review;

public sealed class HumanReviewTests
{
    [Test]
    public async Task AddHumanReview_options_give_each_build_a_queue_of_its_own_by_the_builders_clock()
    {
        FakeTimeProvider clock = new();
        SafetyBuilder<int, string> builder = new SafetyBuilder<int, string>(Scripted.Model)
            .AddInputGuard(Scripted.Input(Verdict.Review(Scripted.Reason)))
            .AddHumanReview(new ReviewQueueOptions { ItemTimeout = TimeSpan.FromHours(1) }, new() { WhenExpired = request => $"expired {request.Input}" })
            .UseTimeProvider(clock);
        await using SafeModel<int, string> one = builder.Build();
        await using SafeModel<int, string> two = builder.Build();
        await one.EvaluateAsync(1);
        Assert.That(await two.Reviews.ListAsync(), Is.Empty);
        Assert.That((await one.Reviews.ListAsync()).Single().ExpiresAt, Is.EqualTo(clock.GetUtcNow() + TimeSpan.FromHours(1)));

        clock.Advance(TimeSpan.FromHours(1));
        Assert.That((await one.Reviews.ListAsync(ReviewStatus.Expired)).Single().ExpiredAnswer, Is.EqualTo("expired 1"));
    }

    [Test]
    public void AddHumanReview_what_is_out_of_range_is_refused_where_it_is_written()
    {
        SafetyBuilder<int, string> builder = new(Scripted.Model);
        Assert.That(() => builder.AddHumanReview(new ReviewQueueOptions { Capacity = 0 }), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => builder.AddHumanReview(new ReviewQueueOptions(), new() { TwoPersonCodes = [""] }), Throws.ArgumentException);
        Assert.That(() => builder.AddHumanReview((ReviewQueueOptions)null!), Throws.ArgumentNullException);
    }

    [Test]
    public void AddHumanReview_twice_is_refused()
    {
        SafetyBuilder<int, string> builder = new SafetyBuilder<int, string>(Scripted.Model).AddHumanReview(new ReviewQueueOptions());
        Assert.That(() => builder.AddHumanReview(new ReviewQueueOptions()), Throws.InvalidOperationException);
        Assert.That(() => builder.AddHumanReview(new InProcessReviewQueue<int, string>()), Throws.InvalidOperationException);
    }
}
