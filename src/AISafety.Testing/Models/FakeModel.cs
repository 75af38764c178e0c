namespace AISafety.Testing;

/// <summary>A model that does as it is told, for tests of what is built around it.</summary>
/// <typeparam name="TIn">What the model is asked.</typeparam>
/// <typeparam name="TOut">What the model answers.</typeparam>
/// <remarks>
/// <para>At each call it does what <see cref="Override"/> says; else what the first rule says whose condition holds (<see cref="When(Func{TIn, bool}, FakeReply{TOut})"/>); else the next reply of the
/// sequence (<see cref="Then"/>), which only calls that no rule takes use up; else it answers by its function.</para>
/// <para>Thread-safe, and may be told otherwise while calls run. Replies without delay complete synchronously.</para>
/// </remarks>
public sealed class FakeModel<TIn, TOut> : IModel<TIn, TOut>
{
    private static readonly Func<TIn, TIn> CopyInput = OwnCopy.For<TIn>();

    private readonly Func<TIn, TOut> _answer;
    private readonly TimeProvider _timeProvider;
    private readonly Script<TIn, FakeReply<TOut>> _script = new(FakeReply.Default, ScriptEnd.Allow);
    private readonly Gate _hang = new();
    private readonly Lock _gate = new();
    private readonly CallLog<FakeCall<TIn>> _log;
    private FakeModelCounts _counts;

    /// <summary>A model that answers by a function.</summary>
    /// <param name="answer">The function; must be safe to call from many threads.</param>
    /// <param name="options">What is kept, and the clock; null for the defaults.</param>
    /// <exception cref="ArgumentException"><paramref name="answer"/> is null, or an option is out of range.</exception>
    public FakeModel(Func<TIn, TOut> answer, FakeModelOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(answer);
        options ??= FakeModelOptions.Default;
        options.Check();
        _answer = answer;
        _timeProvider = options.TimeProvider;
        _log = new(options.KeepCalls);
    }

    /// <summary>A model that always answers the same.</summary>
    /// <param name="answer">The answer; the same object each time.</param>
    /// <param name="options">What is kept, and the clock; null for the defaults.</param>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    public FakeModel(TOut answer, FakeModelOptions? options = null)
        : this(_ => answer, options)
    {
    }

    /// <summary>What is done at every call; null (default) for what rules, sequence and function say. For an outage that begins and ends.</summary>
    /// <exception cref="ArgumentException">The reply cannot be given with this kind of output.</exception>
    public FakeReply<TOut>? Override
    {
        get => _script.Override;
        set => _script.Override = value is null ? null : FakeReply<TOut>.Checked(value, nameof(value));
    }

    /// <summary>How many calls there were, and what became of them.</summary>
    public FakeModelCounts Counts
    {
        get
        {
            lock (_gate)
            {
                return _counts;
            }
        }
    }

    /// <summary>The last calls, oldest first; see <see cref="FakeModelOptions.KeepCalls"/>.</summary>
    public IReadOnlyList<FakeCall<TIn>> Calls
    {
        get
        {
            lock (_gate)
            {
                return _log.Snapshot();
            }
        }
    }

    /// <summary>Says what the next calls do that no rule takes, one after the other. After them the model answers by its function.</summary>
    /// <param name="replies">The replies; after those that are there already.</param>
    /// <returns>This model.</returns>
    /// <exception cref="ArgumentException">A reply is null, or cannot be given with this kind of output.</exception>
    public FakeModel<TIn, TOut> Then(params IReadOnlyList<FakeReply<TOut>> replies)
    {
        ArgumentNullException.ThrowIfNull(replies);
        _script.Add([.. replies.Select(static reply => FakeReply<TOut>.Checked(reply, nameof(replies)))]);
        return this;
    }

    /// <summary>Says what calls with certain inputs do. Of several rules the first whose condition holds.</summary>
    /// <param name="input">Which inputs. What it throws, the call throws.</param>
    /// <param name="reply">What is done.</param>
    /// <returns>This model.</returns>
    /// <exception cref="ArgumentException">An argument is null, or the reply cannot be given with this kind of output.</exception>
    public FakeModel<TIn, TOut> When(Func<TIn, bool> input, FakeReply<TOut> reply)
    {
        ArgumentNullException.ThrowIfNull(input);
        _script.AddRule(input, FakeReply<TOut>.Checked(reply, nameof(reply)));
        return this;
    }

    /// <summary>Lets the calls that hang now be answered. Those that hang later wait for the next release.</summary>
    public void Release() => _hang.Release();

    /// <summary>The same model as one that takes batches: rows one after the other, each a call with a number of its own.</summary>
    public IBatchModel<TIn, TOut> AsBatchModel() => new FakeBatchModel<TIn, TOut>(this);

    /// <inheritdoc/>
    public ValueTask<TOut> PredictAsync(TIn input, CancellationToken cancellationToken = default)
    {
        lock (_gate)
        {
            _counts = _counts with { Calls = _counts.Calls + 1, Running = _counts.Running + 1 };
            _log.Add(new(_counts.Calls, CopyInput(input)));
        }

        try
        {
            cancellationToken.ThrowIfCancellationRequested();
            FakeReply<TOut> reply = _script.Next(input)!;
            if (reply.Delay > TimeSpan.Zero || reply.Kind is FakeReplyKind.Hang or FakeReplyKind.HangRegardless)
            {
                return WaitAsync(input, reply, cancellationToken);
            }

            TOut output = Give(input, reply);
            End(null, cancellationToken);
            return new(output);
        }
        catch (Exception exception)
        {
            End(exception, cancellationToken);
            return ValueTask.FromException<TOut>(exception);
        }
    }

    private async ValueTask<TOut> WaitAsync(TIn input, FakeReply<TOut> reply, CancellationToken cancellationToken)
    {
        try
        {
            if (reply.Delay > TimeSpan.Zero)
            {
                await Task.Delay(reply.Delay, _timeProvider, cancellationToken).ConfigureAwait(false);
            }

            if (reply.Kind is FakeReplyKind.Hang or FakeReplyKind.HangRegardless)
            {
                await _hang.WaitAsync(reply.Kind == FakeReplyKind.Hang ? cancellationToken : CancellationToken.None).ConfigureAwait(false);
            }

            TOut output = Give(input, reply);
            End(null, cancellationToken);
            return output;
        }
        catch (Exception exception)
        {
            End(exception, cancellationToken);
            throw;
        }
    }

    private TOut Give(TIn input, FakeReply<TOut> reply) => reply.Kind switch
    {
        FakeReplyKind.Throw => throw reply.Exception!(),
        FakeReplyKind.Answer or FakeReplyKind.Null => reply.Output!,
        FakeReplyKind.NaN => NotANumber.Of<TOut>()!(_answer(input)),
        _ => _answer(input),
    };

    private void End(Exception? exception, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            FakeModelCounts counts = _counts with { Running = _counts.Running - 1 };
            _counts = exception switch
            {
                null => counts with { Answered = counts.Answered + 1 },
                OperationCanceledException when cancellationToken.IsCancellationRequested => counts with { Cancelled = counts.Cancelled + 1 },
                _ => counts with { Failed = counts.Failed + 1 },
            };
        }
    }
}
