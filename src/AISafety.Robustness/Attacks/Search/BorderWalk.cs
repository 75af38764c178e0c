using System.Numerics.Tensors;

namespace AISafety.Robustness;

/// <summary>The point on the border that <see cref="HopSkipJump"/> stands on, and its arithmetic.</summary>
internal sealed class BorderWalk
{
    private readonly SearchSlot _slot;
    private readonly AttackBudget _budget;
    private readonly float[] _point;
    private readonly float[] _probe;
    private readonly double[] _sum;
    private readonly double[] _signed;
    private readonly float[] _direction;
    private readonly double _theta;
    private double _middle;
    private double _before;
    private int _succeeded;

    /// <summary>Starts from the slot's candidate, which succeeded.</summary>
    public BorderWalk(SearchSlot slot, AttackBudget budget)
    {
        (_slot, _budget) = (slot, budget);
        int width = slot.Original.Length;
        _point = [.. slot.Candidate];
        _probe = new float[width];
        _direction = new float[width];
        (_sum, _signed) = (new double[width], new double[width]);
        _theta = budget.Norm == AttackNorm.L2 ? 1 / (width * Math.Sqrt(width)) : 1.0 / ((double)width * width);
    }

    public double Low { get; private set; }

    public double High { get; private set; }

    /// <summary>Halves between the row and the point: by the share of the way (L2), or by the greatest change that is left (L-inf). Returns where to end.</summary>
    public double BeginHalving()
    {
        _before = _budget.Distance(_slot.Original, _point);
        (Low, High) = (0, _budget.Norm == AttackNorm.L2 ? 1 : _before);
        return _budget.Norm == AttackNorm.L2 ? _theta : Math.Min(_before * _theta, _theta);
    }

    public void Blend()
    {
        _middle = 0.5 * (Low + High);
        Write(_slot.Candidate, _middle);
    }

    // Where the numbers between have run out, the end is reached.
    public void Halve(bool succeeded) => (Low, High) = succeeded ? (_middle == High ? High : Low, _middle) : (_middle == Low ? High : _middle, High);

    /// <summary>Moves to the nearest that succeeded, and says how far that is.</summary>
    public double EndHalving()
    {
        Write(_direction, High);
        _direction.CopyTo(_point, 0);
        return _budget.Distance(_slot.Original, _point);
    }

    /// <summary>How far around the point to ask.</summary>
    public double BeginSlope(int step)
    {
        Array.Clear(_sum);
        Array.Clear(_signed);
        _succeeded = 0;
        int width = _point.Length;
        return step == 1 ? 0.1 * (_budget.Maximum - (double)_budget.Minimum) : (_budget.Norm == AttackNorm.L2 ? Math.Sqrt(width) : width) * _theta * _before;
    }

    public void Probe(double radius)
    {
        double squares = 0;
        for (int i = 0; i < _probe.Length; i++)
        {
            _probe[i] = (float)(_budget.Norm == AttackNorm.L2 ? _slot.Draws.Normal() : (2 * _slot.Draws.Uniform()) - 1);
            squares += (double)_probe[i] * _probe[i];
        }

        double scale = radius / Math.Sqrt(squares);
        for (int i = 0; i < _probe.Length; i++)
        {
            _slot.Candidate[i] = (float)Math.Clamp(_point[i] + (scale * _probe[i]), _budget.Minimum, _budget.Maximum);
        }
    }

    public void Count(bool succeeded, double radius)
    {
        _succeeded += succeeded ? 1 : 0;
        for (int i = 0; i < _point.Length; i++)
        {
            double went = ((double)_slot.Candidate[i] - _point[i]) / radius;
            _sum[i] += went;
            _signed[i] += succeeded ? went : -went;
        }
    }

    /// <summary>The slope: the mean of where it went, by success, less the mean success, which lowers the variance.</summary>
    public void EndSlope(int questions)
    {
        double mean = (2.0 * _succeeded / questions) - 1;
        bool allAlike = _succeeded == 0 || _succeeded == questions;
        for (int i = 0; i < _direction.Length; i++)
        {
            _direction[i] = (float)(allAlike ? _signed[i] : _signed[i] - (mean * _sum[i]));
        }

        float norm = TensorPrimitives.Norm(_direction);
        for (int i = 0; i < _direction.Length; i++)
        {
            _direction[i] = _budget.Norm == AttackNorm.L2 ? (norm > 0 ? _direction[i] / norm : 0) : _direction[i] > 0 ? 1 : _direction[i] < 0 ? -1 : 0;
        }
    }

    public void Step(double length)
    {
        for (int i = 0; i < _point.Length; i++)
        {
            _slot.Candidate[i] = (float)Math.Clamp(_point[i] + (length * _direction[i]), _budget.Minimum, _budget.Maximum);
        }
    }

    public void Accept() => _slot.Candidate.CopyTo(_point, 0);

    private void Write(float[] row, double at)
    {
        float[] original = _slot.Original;
        for (int i = 0; i < row.Length; i++)
        {
            double change = (double)_point[i] - original[i];
            row[i] = (float)(original[i] + (_budget.Norm == AttackNorm.L2 ? at * change : Math.Clamp(change, -at, at)));
        }
    }
}
