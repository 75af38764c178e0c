using System.Collections.Immutable;

namespace AISafety.Review;

/// <summary>Who is told of what happens to items. Copied on each change, so that telling needs no lock.</summary>
internal sealed class ReviewHandlers<TEvent>
{
    private ImmutableArray<Registration> _registrations = [];

    /// <summary>Those registered now, in the order of registration.</summary>
    public ImmutableArray<Registration> Current => _registrations;

    public Registration Add(Action<TEvent> handler)
    {
        Registration registration = new(this, handler);
        ImmutableInterlocked.Update(ref _registrations, static (all, one) => all.Add(one), registration);
        return registration;
    }

    /// <summary>A handler that waits, as one that does not: nobody waits for it, and what it throws later reaches nobody as an unobserved exception.</summary>
    public static Action<TEvent> Unawaited(Func<TEvent, Task> handler) => happened =>
        UnawaitedTask.Observe(handler(happened));

    /// <summary>Tells each of them, whatever the others do.</summary>
    public static void Tell(ImmutableArray<Registration> registrations, TEvent happened)
    {
        foreach (Registration registration in registrations)
        {
            registration.Tell(happened);
        }
    }

    /// <summary>One handler, until it is disposed of.</summary>
    public sealed class Registration(ReviewHandlers<TEvent> owner, Action<TEvent> handler) : IDisposable
    {
        private volatile bool _disposed;

        public void Dispose()
        {
            _disposed = true;
            ImmutableInterlocked.Update(ref owner._registrations, static (all, one) => all.Remove(one), this);
        }

        public void Tell(TEvent happened)
        {
            if (_disposed)
            {
                return;
            }

            try
            {
                handler(happened);
            }
            catch (Exception)
            {
                // What has happened stands, and the other handlers are told.
            }
        }
    }
}
