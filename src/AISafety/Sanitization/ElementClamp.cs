namespace AISafety.Sanitization;

/// <summary>Clamps one element of a vector.</summary>
internal sealed class ElementClamp<TIn>(int index, string feature, double min, double max)
{
    private readonly float _min = (float)min;
    private readonly float _max = (float)max;

    /// <summary>Whether no finite float lies between the limits, so that clamping would make an infinity.</summary>
    public static bool IsBeyondFloat(double min, double max) => (float)min > float.MaxValue || (float)max < float.MinValue;

    public void Act(ref SanitizationRun<TIn> run, InputVector<TIn> vector)
    {
        // A NaN is neither below nor above.
        float value = vector.Read(run.Value)[index];
        if (value < _min)
        {
            run.ChangeElement(vector, index, _min, SanitizationChanges.Clamped(feature, value, min, isBelow: true));
        }
        else if (value > _max)
        {
            run.ChangeElement(vector, index, _max, SanitizationChanges.Clamped(feature, value, max, isBelow: false));
        }
    }
}
