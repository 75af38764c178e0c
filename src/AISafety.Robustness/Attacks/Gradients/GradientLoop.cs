namespace AISafety.Robustness;

/// <summary>Steps rows along gradients, a block at a time. A row that is done makes room for the next, so that blocks stay full; nothing is allocated once it runs.</summary>
internal sealed class GradientLoop
{
    private readonly AttackRun _run;
    private readonly GradientPlan _plan;
    private readonly GradientAttack _attack;
    private readonly IDifferentiableModel _source;
    private readonly IDifferentiableDetector? _detector;
    private readonly AttackBudget _budget;
    private readonly bool _isSameModel;
    private readonly ScoreLoss _loss;
    private readonly Draws[] _draws;

    // A place of the block: whose row it holds, and how far that is.
    private readonly int[] _rows;
    private readonly int[] _steps;
    private readonly int[] _starts;
    private readonly float[] _x;
    private readonly float[] _gradients;
    private readonly float[] _momentum;
    private readonly float[] _scores;
    private readonly float[] _sourceScores;
    private readonly float[] _detectorScores;
    private readonly float[] _detectorGradients;
    private readonly float[] _wanted;
    private readonly float[] _wantedScores;
    private int _next;
    private int _used;

    public GradientLoop(AttackRun run, GradientPlan plan, GradientAttack attack, IDifferentiableModel source)
    {
        (_run, _plan, _attack, _source, _budget) = (run, plan, attack, source, attack.Budget);
        _detector = (IDifferentiableDetector?)attack.Detector;
        _isSameModel = ReferenceEquals(source, run.Model);
        int places = Math.Min(attack.BlockRows, Math.Max(1, run.Count));
        (_rows, _steps, _starts) = (new int[places], new int[places], new int[places]);
        _draws = [.. Enumerable.Range(0, places).Select(static _ => new Draws())];
        _x = new float[places * run.Width];
        _gradients = new float[places * run.Width];
        _momentum = plan.Momentum > 0 ? new float[places * run.Width] : [];
        _scores = new float[places * run.Classes];
        _sourceScores = _isSameModel ? _scores : new float[places * run.Classes];
        _detectorScores = new float[_detector is null ? 0 : places];
        _detectorGradients = new float[_detector is null ? 0 : places * run.Width];
        _wanted = new float[_detectorGradients.Length];
        _wantedScores = new float[_detectorScores.Length];
        _loss = (place, scores, derivatives) => LossFunctions.Differentiate(attack.Loss, scores, run.Label(_rows[place]), run.Target(_rows[place]), derivatives);
    }

    public async ValueTask WorkAsync(CancellationToken cancellationToken)
    {
        for (Fill(); _used > 0; Fill())
        {
            cancellationToken.ThrowIfCancellationRequested();
            bool needsGradients = _steps.AsSpan(0, _used).ContainsAnyExcept(_plan.Steps);
            if (!needsGradients || !_isSameModel)
            {
                await _run.Model.ScoreAsync(_x.AsMemory(0, _used * _run.Width), _scores.AsMemory(0, _used * _run.Classes), cancellationToken).ConfigureAwait(false);
            }

            Differentiate(needsGradients);
            await AskDetectorAsync(cancellationToken).ConfigureAwait(false);
            for (int place = _used - 1; place >= 0; place--)
            {
                Advance(place);
            }
        }
    }

    private Span<float> X(int place) => _x.AsSpan(place * _run.Width, _run.Width);

    private Span<float> Momentum(int place) => _momentum.AsSpan(place * _run.Width, _run.Width);

    private void Fill()
    {
        for (; _used < _rows.Length && _next < _run.Count; _next++)
        {
            if (_attack.MovesWrongRows || _run.IsAttackable(_next))
            {
                int place = _used++;
                (_rows[place], _starts[place]) = (_next, 0);
                _draws[place].Start(_attack.Seed, _next);
                Begin(place);
            }
        }
    }

    private void Begin(int place)
    {
        _steps[place] = 0;
        ReadOnlySpan<float> original = _run.Row(_rows[place]);
        original.CopyTo(X(place));
        if (_momentum.Length > 0)
        {
            Momentum(place).Clear();
        }

        if (_plan.RandomStart)
        {
            StartingPoint.Draw(X(place), original, _budget, _draws[place]);
        }
    }

    private void Differentiate(bool needsGradients)
    {
        ReadOnlySpan<float> x = _x.AsSpan(0, _used * _run.Width);
        if (needsGradients)
        {
            _source.Differentiate(x, _loss, _sourceScores.AsSpan(0, _used * _run.Classes), _gradients.AsSpan(0, x.Length));
        }

        _detector?.Differentiate(x, _detectorScores.AsSpan(0, _used), _detectorGradients.AsSpan(0, x.Length));
    }

    // What Differentiate says of a score may stand in for it, as its gradient may: rows that are answered as wanted are judged by the detector's own score.
    private async ValueTask AskDetectorAsync(CancellationToken cancellationToken)
    {
        int wanted = 0;
        for (int place = 0; _detector is not null && place < _used; place++)
        {
            if (IsWanted(place))
            {
                X(place).CopyTo(_wanted.AsSpan(wanted++ * _run.Width));
            }
        }

        if (wanted == 0)
        {
            return;
        }

        await _detector!.ScoreAsync(_wanted.AsMemory(0, wanted * _run.Width), _wantedScores.AsMemory(0, wanted), cancellationToken).ConfigureAwait(false);
        wanted = 0;
        for (int place = 0; place < _used; place++)
        {
            if (IsWanted(place))
            {
                _detectorScores[place] = _wantedScores[wanted++];
            }
        }
    }

    private ReadOnlySpan<float> Scores(int place) => _scores.AsSpan(place * _run.Classes, _run.Classes);

    private bool IsWanted(int place) => _run.IsWanted(_rows[place], Scores(place));

    private void Advance(int place)
    {
        int row = _rows[place];
        bool isLast = _steps[place] == _plan.Steps;
        ReadOnlySpan<float> scores = Scores(place);
        bool isWanted = IsWanted(place);
        bool isFlagged = _detector is not null && _run.IsFlagged(_detectorScores[place]);
        _run.Queries[row]++;
        if (isWanted && !isFlagged && (isLast || _plan.StopsEarly))
        {
            _run.Keep(row, X(place), scores, _budget.Distance(_run.Row(row), X(place)));
            Free(place);
        }
        else if (!isLast)
        {
            _run.Gradients[row]++;
            Step(place, row, isWanted, isFlagged);
            _steps[place]++;
        }
        else if (++_starts[place] < _plan.Starts)
        {
            Begin(place);
        }
        else
        {
            if (!_run.IsAttackable(row))
            {
                _run.Keep(row, X(place), scores, _budget.Distance(_run.Row(row), X(place)));
            }

            Free(place);
        }
    }

    private void Step(int place, int row, bool isWanted, bool isFlagged)
    {
        Span<float> direction = _gradients.AsSpan(place * _run.Width, _run.Width);
        if (isFlagged)
        {
            ReadOnlySpan<float> away = _detectorGradients.AsSpan(place * _run.Width, _run.Width);
            bool alternates = _attack.DetectorRule == DetectorRule.Alternate;
            if (!alternates || isWanted)
            {
                float weight = alternates ? 1 : (float)_attack.DetectorWeight;
                for (int i = 0; i < direction.Length; i++)
                {
                    direction[i] = (alternates ? 0 : direction[i]) - (weight * away[i]);
                }
            }
        }

        if (_momentum.Length > 0)
        {
            StepKernels.Accumulate(Momentum(place), direction, _plan.Momentum);
            direction = Momentum(place);
        }

        if (_budget.Norm == AttackNorm.L2)
        {
            StepKernels.Along(X(place), _run.Row(row), direction, _plan.StepSize, _budget);
        }
        else
        {
            StepKernels.Sign(X(place), _run.Row(row), direction, _plan.StepSize, _budget);
        }
    }

    // The last place of the block moves here; all places after this one have been advanced already.
    private void Free(int place)
    {
        int last = --_used;
        if (place == last)
        {
            return;
        }

        X(last).CopyTo(X(place));
        if (_momentum.Length > 0)
        {
            Momentum(last).CopyTo(Momentum(place));
        }

        (_rows[place], _steps[place], _starts[place]) = (_rows[last], _steps[last], _starts[last]);
        (_draws[place], _draws[last]) = (_draws[last], _draws[place]);
    }
}
