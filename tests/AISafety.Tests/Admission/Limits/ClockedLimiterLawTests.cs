using System.Threading.RateLimiting;
using AISafety.Limits;
using CsCheck;
using Microsoft.Extensions.Time.Testing;

namespace AISafety.Tests.Limits;

/// <summary>What each kind of limit promises, for any course of calls.</summary>
[TestFixture]
public sealed class ClockedLimiterLawTests
{
    private static readonly Gen<(int Wait, int Permits)[]> s_calls = Gen.Select(Gen.Frequency((3, Gen.Int[0, 30]), (1, Gen.Int[0, 3_000])), Gen.Int[1, 8]).Array[0, 120];

    private static readonly Gen<(RateLimit Limit, (int Wait, int Permits)[] Calls)> s_courses = Gen.Select(
        Gen.Select(Gen.Int[1, 20], Gen.Int[1, 1_000], Gen.Enum<RateLimitKind>(), Gen.Int[1, 40], Gen.Int[2, 12])
            .Select((permits, period, kind, burst, segments) => new RateLimit(permits, TimeSpan.FromMilliseconds(period))
            {
                Kind = kind,
                Burst = kind == RateLimitKind.TokenBucket ? burst : null,
                Segments = segments,
            }),
        s_calls);

    [Test]
    public void Taken_in_any_stretch_of_time_is_within_the_limit() => s_courses.Sample(course =>
    {
        FakeTimeProvider clock = new();
        ClockedLimiter limiter = course.Limit.Create(clock);
        List<(double At, int Permits)> taken = [];
        double now = 0;
        foreach ((int wait, int permits) in course.Calls)
        {
            clock.Advance(TimeSpan.FromMilliseconds(wait));
            now += wait;
            if (permits <= limiter.Most && limiter.Take(permits, out _) == Taking.Taken)
            {
                taken.Add((now, permits));
            }
        }

        double period = course.Limit.Period.TotalMilliseconds;
        for (int first = 0; first < taken.Count; first++)
        {
            double sum = 0;
            for (int last = first; last < taken.Count; last++)
            {
                sum += taken[last].Permits;
                double stretch = taken[last].At - taken[first].At;
                double most = course.Limit.Kind switch
                {
                    RateLimitKind.TokenBucket => limiter.Most + (course.Limit.Permits * stretch / period),
                    RateLimitKind.FixedWindow => limiter.Most * (Math.Floor(stretch / period) + 2),
                    _ => limiter.Most * (Math.Floor(stretch / period) + 1),
                };
                Assert.That(sum, Is.LessThanOrEqualTo(most + 1e-6), $"{course.Limit} in {stretch} ms");
            }
        }
    });

    [Test]
    public void Refused_can_have_it_after_the_time_it_is_told_and_not_before() => s_courses.Sample(course =>
    {
        FakeTimeProvider clock = new();
        ClockedLimiter limiter = course.Limit.Create(clock);
        foreach ((int wait, int permits) in course.Calls)
        {
            clock.Advance(TimeSpan.FromMilliseconds(wait));
            if (permits > limiter.Most || limiter.Take(permits, out TimeSpan retryAfter) == Taking.Taken)
            {
                continue;
            }

            Assert.That(retryAfter, Is.GreaterThan(TimeSpan.Zero));
            clock.Advance(retryAfter - TimeSpan.FromTicks(1));
            Assert.That(limiter.Take(permits, out TimeSpan rest), Is.EqualTo(Taking.Refused), $"{course.Limit}");
            Assert.That(rest, Is.EqualTo(TimeSpan.FromTicks(1)));
            clock.Advance(rest);
            Assert.That(limiter.Take(permits, out _), Is.EqualTo(Taking.Taken), $"{course.Limit}");
        }
    });

    [Test]
    public void Available_permits_can_be_taken_and_one_more_cannot() => s_courses.Sample(course =>
    {
        FakeTimeProvider clock = new();
        ClockedLimiter limiter = course.Limit.Create(clock);
        foreach ((int wait, int permits) in course.Calls)
        {
            clock.Advance(TimeSpan.FromMilliseconds(wait));
            int available = (int)limiter.GetStatistics().CurrentAvailablePermits;
            Assert.That(available, Is.InRange(0, limiter.Most));
            if (available < limiter.Most)
            {
                Assert.That(limiter.Take(available + 1, out _), Is.EqualTo(Taking.Refused));
            }

            if (permits <= available)
            {
                Assert.That(limiter.Take(permits, out _), Is.EqualTo(Taking.Taken));
            }
        }
    });

    [Test]
    public void Retired_only_when_one_made_anew_would_answer_the_same() => s_courses.Sample(course =>
    {
        FakeTimeProvider clock = new();
        ClockedLimiter limiter = course.Limit.Create(clock);
        foreach ((int wait, int permits) in course.Calls)
        {
            clock.Advance(TimeSpan.FromMilliseconds(wait));
            bool full = limiter.GetStatistics().CurrentAvailablePermits == limiter.Most && limiter.IdleDuration is not null;
            Assert.That(limiter.TryRetire(), Is.EqualTo(full));
            if (full)
            {
                Assert.That(limiter.Take(1, out _), Is.EqualTo(Taking.Retired));
                limiter = course.Limit.Create(clock);
            }

            if (permits <= limiter.Most)
            {
                limiter.Take(permits, out _);
            }
        }
    });

    [Test]
    public void Many_threads_take_no_more_than_there_is()
    {
        foreach (RateLimitKind kind in Enum.GetValues<RateLimitKind>())
        {
            ClockedLimiter limiter = new RateLimit(1_000, TimeSpan.FromHours(1)) { Kind = kind }.Create(new FakeTimeProvider());
            int taken = 0;
            Parallel.For(0, 4, _ =>
            {
                for (int i = 0; i < 1_000; i++)
                {
                    if (limiter.Take(1, out TimeSpan _) == Taking.Taken)
                    {
                        Interlocked.Increment(ref taken);
                    }
                }
            });

            Assert.That(taken, Is.EqualTo(1_000), $"{kind}");
            Assert.That((limiter.GetStatistics().TotalSuccessfulLeases, limiter.GetStatistics().TotalFailedLeases), Is.EqualTo((1_000L, 3_000L)));
        }
    }

    [Test]
    public async Task As_a_RateLimiter_it_says_when_to_come_back_and_never_waits()
    {
        FakeTimeProvider clock = new();
        RateLimiter limiter = new RateLimit(2, TimeSpan.FromSeconds(10)).Create(clock);

        using RateLimitLease first = await limiter.AcquireAsync(2);
        using RateLimitLease second = await limiter.AcquireAsync(1);

        Assert.That((first.IsAcquired, first.TryGetMetadata(MetadataName.RetryAfter, out _), first.MetadataNames.Any()), Is.EqualTo((true, false, false)));
        Assert.That(second.IsAcquired, Is.False);
        Assert.That(second.TryGetMetadata(MetadataName.RetryAfter, out TimeSpan retryAfter), Is.True);
        Assert.That(retryAfter, Is.EqualTo(TimeSpan.FromSeconds(5)));
        Assert.That(() => limiter.AttemptAcquire(3), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(limiter.IdleDuration, Is.Null);
        clock.Advance(TimeSpan.FromSeconds(13));
        Assert.That(limiter.IdleDuration, Is.EqualTo(TimeSpan.FromSeconds(3)));
    }
}
