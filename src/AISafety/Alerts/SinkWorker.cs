using AISafety.Telemetry;

namespace AISafety.Alerts;

/// <summary>One sink with its own bounded queue, so that a stuck one holds up nobody else.</summary>
internal sealed class SinkWorker
{
    private readonly IAlertSink _sink;
    private readonly int _capacity;
    private readonly ModelTelemetry _telemetry;
    private readonly CancellationToken _stop;
    private readonly Lock _gate = new();
    private readonly Queue<SafetyAlert> _waiting = [];
    private readonly AlertPump _pump;
    private long _sent;
    private long _delivered;
    private long _failed;
    private long _dropped;
    private int _inHand;
    private bool _isOverrun;
    private bool _isAbandoned;

    public SinkWorker(IAlertSink sink, string name, int capacity, ModelTelemetry telemetry, CancellationToken stop)
    {
        _sink = sink;
        Name = name;
        _capacity = capacity;
        _telemetry = telemetry;
        _stop = stop;
        _pump = new(SendNextAsync);
    }

    public string Name { get; }

    public object Part => _sink;

    public Task Idle => _pump.Idle;

    public AlertSinkStatistics Statistics
    {
        get
        {
            lock (_gate)
            {
                return new(Name, _sent, _delivered, _failed, _dropped);
            }
        }
    }

    /// <summary>Takes an alert; a full queue gives up its oldest for it. Never waits. Whether this is the first to be given up since the sink had caught up.</summary>
    public bool Hand(SafetyAlert alert)
    {
        bool isFirst;
        lock (_gate)
        {
            _sent++;
            bool drops = _isAbandoned || _waiting.Count == _capacity;
            isFirst = drops && !_isOverrun;
            _isOverrun |= drops;
            _dropped += drops ? 1 : 0;
            if (_isAbandoned)
            {
                return isFirst;
            }

            if (drops)
            {
                _waiting.Dequeue();
            }

            _waiting.Enqueue(alert);
        }

        _pump.Wake();
        return isFirst;
    }

    /// <summary>Counts everything that is left as dropped: disposal waits no longer. Whether anything was.</summary>
    public bool Abandon()
    {
        lock (_gate)
        {
            int left = _waiting.Count + _inHand;
            _isAbandoned = true;
            _dropped += left;
            _inHand = 0;
            _waiting.Clear();
            return left > 0;
        }
    }

    private async ValueTask<bool> SendNextAsync()
    {
        SafetyAlert? alert;
        lock (_gate)
        {
            if (!_waiting.TryDequeue(out alert))
            {
                _isOverrun = false;
                return false;
            }

            _inHand = 1;
        }

        bool delivered = false;
        try
        {
            await _sink.SendAsync(alert, _stop).ConfigureAwait(false);
            delivered = true;
        }
        catch (Exception exception)
        {
            _telemetry.Log.AlertSinkFailed(_telemetry.Name, Name, alert.Code, exception);
        }

        lock (_gate)
        {
            // Abandoned meanwhile: it is counted as dropped already.
            if (!_isAbandoned)
            {
                _ = delivered ? _delivered++ : _failed++;
                _inHand = 0;
            }
        }

        return true;
    }
}
