namespace AISafety;

// What is kept of a call: its row, its latencies, and what admission guards are told.
public sealed partial class SafeModel<TIn, TOut>
{
    private readonly Recorder _recorder;
    private readonly Distributor? _distributor;
    private readonly Projection<TIn, TOut>[] _projections;
    private readonly GroupCodes<TIn>[] _groups;
    private readonly bool _measure;
    private readonly string[] _stages;
    private readonly double _microsecondsPerTick;

    private void Record(TIn input, TOut? output, bool hasOutput, SafetyAction action, ModelOutcome model, string servedBy, SafetyContext context, double microseconds)
    {
        if (!_recorder.IsEnabled)
        {
            return;
        }

        if (!context.FeaturesRead && _schema is not null)
        {
            ReadForTheRecord(input, context);
        }

        if (_projections.Length + _groups.Length > 0)
        {
            Project(input, output, hasOutput, context);
        }

        if (_measure)
        {
            context.Row[^1] = (float)microseconds;
        }

        _recorder.Record(context, new RowHeader
        {
            Number = context.CallId.Number,
            Action = action,
            HasOutput = hasOutput,
            Model = model,
            Arm = context.Arm,
            IsStandIn = context.IsStandIn,
            ServedBy = !hasOutput ? ArmNames.None
                : ReferenceEquals(servedBy, ModelName) ? ArmNames.Model
                : _recorder.Layout.Arms.CodeOf(servedBy),
        });
    }

    /// <summary>Reads the features of a call that was refused before they were needed, so that its row is not taken for missing data.</summary>
    private void ReadForTheRecord(TIn input, SafetyContext context)
    {
        try
        {
            if (input is not null)
            {
                _schema!.TryRead(input, context.Received);
                return;
            }
        }
        catch (Exception)
        {
            // Unreadable is what the row then says; the call itself was answered already.
        }

        context.Received.Fill(float.NaN);
    }

    private void Project(TIn input, TOut? output, bool hasOutput, SafetyContext context)
    {
        Span<float> cells = context.Row.AsSpan(_recorder.Layout.FeatureWidth, _projections.Length);
        for (int i = 0; i < _projections.Length; i++)
        {
            cells[i] = hasOutput && input is not null ? Project(_projections[i].Read, input, output!) : float.NaN;
        }

        for (int i = 0; i < _groups.Length; i++)
        {
            context.Codes[i] = input is not null ? Code(_groups[i].Read, input) : CodesHandle.Missing;
        }
    }

    private static float Project(Func<TIn, TOut, float> read, TIn input, TOut output)
    {
        try
        {
            return read(input, output);
        }
        catch (Exception)
        {
            return float.NaN;
        }
    }

    private static byte Code(Func<TIn, byte> read, TIn input)
    {
        try
        {
            return read(input);
        }
        catch (Exception)
        {
            return CodesHandle.Missing;
        }
    }

    private void BeginMeasuring(SafetyContext context)
    {
        context.IsTimed = _measure || _telemetry.IsTimed;
        if (!context.IsTimed)
        {
            return;
        }

        if (_measure)
        {
            context.Row.AsSpan(_recorder.Layout.LatencyColumn).Fill(float.NaN);
        }

        context.Started = _timeProvider.GetTimestamp();
        context.StageStarted = context.Started;
    }

    /// <summary>Begins a stage where the one before was not the call's own.</summary>
    private void BeginStage(SafetyContext context)
    {
        if (context.IsTimed)
        {
            context.StageStarted = _timeProvider.GetTimestamp();
        }
    }

    /// <summary>Ends a guard's stage and begins the next with one time stamp.</summary>
    private void StampGuard(SafetyContext context, int stage) => _telemetry.GuardTook(_stages[stage], 1e-6 * Stamp(context, stage));

    private void StampModel(SafetyContext context, string servedBy) => _telemetry.ModelTook(servedBy, 1e-6 * Stamp(context, _input.Length));

    private double Elapsed(SafetyContext context) => (_timeProvider.GetTimestamp() - context.Started) * _microsecondsPerTick;

    private double Stamp(SafetyContext context, int stage)
    {
        long now = _timeProvider.GetTimestamp();
        double microseconds = (now - context.StageStarted) * _microsecondsPerTick;
        if (_measure)
        {
            context.Row[_recorder.Layout.LatencyColumn + stage] = (float)microseconds;
        }

        context.StageStarted = now;
        return microseconds;
    }

    private void TellCompleted(SafetyContext context, CallSummary summary)
    {
        summary = summary with { Ladder = context.Ladder };
        foreach (int guard in _told)
        {
            if (guard >= context.Asked)
            {
                break;
            }

            try
            {
                _admission[guard].Guard.Completed(summary);
            }
            catch (Exception)
            {
                // Documented: the call has its answer, and a guard's bookkeeping must not change it.
            }
        }
    }

    private static void ReleaseLeases(SafetyContext context)
    {
        foreach (ref IDisposable? kept in context.TakeLeases())
        {
            IDisposable? lease = kept;
            kept = null;
            Release(lease);
        }
    }

    private static void Release(IDisposable? lease)
    {
        try
        {
            lease?.Dispose();
        }
        catch (Exception)
        {
            // As for Completed: a lease that fails to end must not change the answer.
        }
    }
}
