namespace AISafety.Robustness;

/// <summary>Runs many rows' searches side by side, so that the model is asked in blocks. A row that is done makes room for the next.</summary>
internal sealed class SearchLoop
{
    private readonly AttackRun _run;
    private readonly SearchAttack _attack;
    private readonly SearchSlot[] _slots;
    private readonly IEnumerator<Question>[] _searches;
    private readonly float[] _candidates;
    private readonly float[] _scores;
    private readonly float[] _detectorScores;
    private int _next;
    private int _used;

    public SearchLoop(AttackRun run, SearchAttack attack)
    {
        (_run, _attack) = (run, attack);
        int places = Math.Min(attack.BlockRows, Math.Max(1, run.Count));
        _slots = [.. Enumerable.Range(0, places).Select(_ => new SearchSlot(run))];
        _searches = new IEnumerator<Question>[places];
        _candidates = new float[places * run.Width];
        _scores = new float[places * run.Classes];
        _detectorScores = new float[places];
    }

    public async ValueTask WorkAsync(CancellationToken cancellationToken)
    {
        while (Gather())
        {
            cancellationToken.ThrowIfCancellationRequested();
            ReadOnlyMemory<float> block = _candidates.AsMemory(0, _used * _run.Width);
            await _run.Model.ScoreAsync(block, _scores.AsMemory(0, _used * _run.Classes), cancellationToken).ConfigureAwait(false);
            if (_attack.Detector is { } detector)
            {
                await detector.ScoreAsync(block, _detectorScores.AsMemory(0, _used), cancellationToken).ConfigureAwait(false);
            }

            for (int place = 0; place < _used; place++)
            {
                _slots[place].Learn(_scores.AsSpan(place * _run.Classes, _run.Classes), _detectorScores[place]);
            }
        }
    }

    // Lets each search think until it has a question, starts new ones where one has ended, and lays the questions side by side.
    private bool Gather()
    {
        for (int place = 0; place < _slots.Length; place++)
        {
            while (place >= _used || !Thinks(place))
            {
                if (!Start(Math.Min(place, _used)))
                {
                    break;
                }
            }

            if (place >= _used)
            {
                break;
            }

            _slots[place].Candidate.CopyTo(_candidates.AsSpan(place * _run.Width, _run.Width));
        }

        return _used > 0;
    }

    private bool Thinks(int place) => _run.Queries[_slots[place].Row] < _attack.MaximumQueries && _searches[place].MoveNext();

    // Puts the next row at the place; where there is none, the last search of the block, which has not been asked yet in this round.
    private bool Start(int place)
    {
        while (_next < _run.Count && !_run.IsAttackable(_next))
        {
            _next++;
        }

        if (_next < _run.Count)
        {
            _slots[place].Begin(_next++);
            _searches[place] = _attack.Search(_slots[place]);
            _used = Math.Max(_used, place + 1);
            return true;
        }

        if (place >= _used)
        {
            return false;
        }

        int last = --_used;
        (_slots[place], _slots[last]) = (_slots[last], _slots[place]);
        (_searches[place], _searches[last]) = (_searches[last], _searches[place]);
        return place < _used;
    }
}
