namespace AISafety.MLNet.Tests.Engines;

public sealed class EnginePoolTests
{
    [Test]
    public void Rent_afterReturn_givesTheSameAgain()
    {
        EnginePool<Thing> pool = new(new Thing(), () => new(), typeof(Thing));
        Thing engine = pool.Rent();
        pool.Return(engine);
        Assert.That(pool.Rent(), Is.SameAs(engine));
        Assert.That(pool.Rent(), Is.Not.SameAs(engine));
    }

    [Test]
    public void Rent_warm_allocatesNothing()
    {
        EnginePool<Thing> pool = new(new Thing(), () => new(), typeof(Thing));
        long before = 0;
        for (int i = 0; i < 200; i++)
        {
            if (i == 100)
            {
                before = GC.GetAllocatedBytesForCurrentThread();
            }

            pool.Return(pool.Rent());
        }

        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
    }

    [Test]
    public void Discard_engine_endsItAndItIsNotLentAgain()
    {
        Thing model = new();
        EnginePool<Thing> pool = new(model, () => new(), typeof(Thing));
        Thing broken = pool.Rent();
        pool.Discard(broken);
        Assert.That(broken.Ends, Is.EqualTo(1));
        Assert.That(pool.Rent(), Is.Not.SameAs(broken));
        Assert.That(model.Ends, Is.Zero);
    }

    [Test]
    public void Dispose_engineInUse_modelEndsWithIt()
    {
        Thing model = new();
        EnginePool<Thing> pool = new(model, () => new(), typeof(Thing));
        Thing first = pool.Rent();
        Thing second = pool.Rent();
        Thing idle = pool.Rent();
        pool.Return(idle);
        pool.Dispose();
        pool.Dispose();
        Assert.That(idle.Ends, Is.EqualTo(1));
        Assert.That(pool.Rent, Throws.TypeOf<ObjectDisposedException>());
        pool.Return(first);
        Assert.That((first.Ends, model.Ends), Is.EqualTo((1, 0)));
        pool.Discard(second);
        Assert.That((second.Ends, model.Ends), Is.EqualTo((1, 1)));
    }

    [Test]
    public void Return_moreThanThereIsRoomFor_endsThem()
    {
        EnginePool<Thing> pool = new(new Thing(), () => new(), typeof(Thing));
        Thing[] engines = [.. Enumerable.Range(0, 10_000).Select(_ => pool.Rent())];
        Array.ForEach(engines, pool.Return);
        Assert.That(engines.Count(engine => engine.Ends == 1), Is.InRange(1, 9_999));
        pool.Dispose();
        Assert.That(engines, Has.All.Matches<Thing>(engine => engine.Ends == 1));
    }

    [Test]
    public void Rent_creationFails_throwsAndStillCloses()
    {
        Thing model = new();
        EnginePool<Thing> pool = new(model, () => throw new MLNetModelException("no"), typeof(Thing));
        Assert.That(pool.Rent, Throws.TypeOf<MLNetModelException>());
        pool.Dispose();
        Assert.That(model.Ends, Is.EqualTo(1));
    }

    [Test]
    public void Dispose_underLoad_endsEachEngineOnceAndTheModelLast()
    {
        for (int round = 0; round < 100; round++)
        {
            System.Collections.Concurrent.ConcurrentBag<Thing> engines = [];
            int endedBefore = 0;
            Thing model = new(() => endedBefore = engines.Count(engine => engine.Ends == 1));
            EnginePool<Thing> pool = new(model, () =>
            {
                Thing engine = new();
                engines.Add(engine);
                return engine;
            }, typeof(Thing));
            using Barrier start = new(3);
            Task[] callers = [.. Enumerable.Range(0, 2).Select(caller => Task.Factory.StartNew(
                () =>
                {
                    start.SignalAndWait();
                    try
                    {
                        for (int i = 0; ; i++)
                        {
                            Thing engine = pool.Rent();
                            Assert.That(engine.Ends, Is.Zero, "an engine in use has not ended");
                            if (i % 5 == caller)
                            {
                                pool.Discard(engine);
                            }
                            else
                            {
                                pool.Return(engine);
                            }
                        }
                    }
                    catch (ObjectDisposedException)
                    {
                    }
                },
                CancellationToken.None,
                TaskCreationOptions.LongRunning,
                TaskScheduler.Default))];
            start.SignalAndWait();
            pool.Dispose();
            Task.WaitAll(callers);
            Assert.That(engines, Has.All.Matches<Thing>(engine => engine.Ends == 1));
            Assert.That((model.Ends, endedBefore), Is.EqualTo((1, engines.Count)));
        }
    }

    private sealed class Thing(Action? onEnd = null) : IDisposable
    {
        private int _ends;

        public int Ends => Volatile.Read(ref _ends);

        public void Dispose()
        {
            Interlocked.Increment(ref _ends);
            onEnd?.Invoke();
        }
    }
}
