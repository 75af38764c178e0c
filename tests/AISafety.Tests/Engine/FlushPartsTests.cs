using Microsoft.Extensions.Time.Testing;

namespace AISafety.Tests.Engine;

[TestFixture]
internal sealed class FlushPartsTests
{
    [Test]
    public async Task FlushAsync_waits_for_a_part_that_hangs_no_longer_than_the_drain_timeout()
    {
        FakeTimeProvider clock = new();
        await using SafeModel<int, int> safe = Model.FromDelegate<int, int>(static x => x).WithSafety(safety => safety
            .UseTimeProvider(clock)
            .WrapModel(ModelLayer.Rollout, static (build, inner) =>
            {
                build.CloseWithModel(new HangingPart());
                return inner;
            }));

        Task flushing = safe.FlushAsync().AsTask();
        clock.Advance(TimeSpan.FromSeconds(9));
        bool isEarly = flushing.IsCompleted;
        while (!flushing.IsCompleted)
        {
            // Parts are asked twice.
            clock.Advance(TimeSpan.FromSeconds(10));
            await Task.Yield();
        }

        await flushing;
        Assert.That(isEarly, Is.False);
    }

    private sealed class HangingPart : IClosesWithModel
    {
        public Task FlushAsync(CancellationToken cancellationToken) => new TaskCompletionSource().Task;

        public Task CloseAsync(TimeSpan longest) => Task.CompletedTask;
    }
}
