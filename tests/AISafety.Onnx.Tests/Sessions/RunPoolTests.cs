namespace AISafety.Onnx.Tests;

public class RunPoolTests
{
    [Test]
    public void Rent_afterReturn_givesTheSameAgain()
    {
        RunPool<Run> pool = new(new Run(), () => new Run(), typeof(Run));
        Run run = pool.Rent();
        pool.Return(run);
        Assert.That(pool.Rent(), Is.SameAs(run));
        Assert.That(pool.Rent(), Is.Not.SameAs(run));
    }

    [Test]
    public void Dispose_idleRuns_endsThemAndTheSession()
    {
        Run session = new();
        RunPool<Run> pool = new(session, () => new Run(), typeof(Run));
        Run run = pool.Rent();
        pool.Return(run);
        pool.Dispose();
        pool.Dispose();
        Assert.That(run.Ends, Is.EqualTo(1));
        Assert.That(session.Ends, Is.EqualTo(1));
        Assert.That(pool.Rent, Throws.TypeOf<ObjectDisposedException>());
    }

    [Test]
    public void Dispose_runInUse_sessionEndsWithIt()
    {
        Run session = new();
        RunPool<Run> pool = new(session, () => new Run(), typeof(Run));
        Run first = pool.Rent();
        Run second = pool.Rent();
        pool.Dispose();
        pool.Return(first);
        Assert.That(first.Ends, Is.EqualTo(1));
        Assert.That(session.Ends, Is.Zero);
        pool.Return(second);
        Assert.That(session.Ends, Is.EqualTo(1));
    }

    [Test]
    public void Return_moreThanThereIsRoomFor_endsThem()
    {
        Run session = new();
        List<Run> runs = [];
        RunPool<Run> pool = new(session, () => new Run(), typeof(Run));
        for (int i = 0; i < 10_000; i++)
        {
            runs.Add(pool.Rent());
        }

        runs.ForEach(pool.Return);
        Assert.That(runs.Count(run => run.Ends == 1), Is.GreaterThan(0));
        Assert.That(session.Ends, Is.Zero);
        pool.Dispose();
        Assert.That(runs, Has.All.Matches<Run>(run => run.Ends == 1));
        Assert.That(session.Ends, Is.EqualTo(1));
    }

    [Test]
    public void Rent_creationFails_throwsAndStillCloses()
    {
        Run session = new();
        RunPool<Run> pool = new(session, () => throw new OnnxModelException("no"), typeof(Run));
        Assert.That(pool.Rent, Throws.TypeOf<OnnxModelException>());
        pool.Dispose();
        Assert.That(session.Ends, Is.EqualTo(1));
    }

    [Test]
    public void Dispose_underLoad_endsEachRunOnceAndTheSessionLast()
    {
        for (int round = 0; round < 200; round++)
        {
            System.Collections.Concurrent.ConcurrentBag<Run> runs = [];
            int endedBeforeSession = 0;
            Run session = new(() => endedBeforeSession = runs.Count(run => run.Ends == 1));
            RunPool<Run> pool = new(session, () =>
            {
                Run run = new();
                runs.Add(run);
                return run;
            }, typeof(Run));
            using Barrier start = new(3);
            Task[] callers = [.. Enumerable.Range(0, 2).Select(_ => Task.Factory.StartNew(() =>
            {
                start.SignalAndWait();
                try
                {
                    while (true)
                    {
                        Run run = pool.Rent();
                        Assert.That(run.Ends, Is.Zero, "a run in use has not ended");
                        pool.Return(run);
                    }
                }
                catch (ObjectDisposedException)
                {
                }
            }, TaskCreationOptions.LongRunning))];
            start.SignalAndWait();
            pool.Dispose();
            Task.WaitAll(callers);
            Assert.That(runs, Has.All.Matches<Run>(run => run.Ends == 1));
            Assert.That(session.Ends, Is.EqualTo(1));
            Assert.That(endedBeforeSession, Is.EqualTo(runs.Count));
        }
    }

    private sealed class Run(Action? onEnd = null) : IDisposable
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
