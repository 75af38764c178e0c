namespace AISafety;

/// <summary>A monitor that says how many false alarms are to be expected of it: implement it beside <see cref="ISafetyMonitor"/>, so that <see cref="SafeModel{TIn, TOut}.GetFalseAlarmBounds"/> can tell.</summary>
public interface IBoundsFalseAlarms
{
    /// <summary>An upper bound for each of the monitor's tests that are on.</summary>
    /// <param name="callsPerDay">How many calls there are in a day: more than 0.</param>
    IReadOnlyList<FalseAlarmBound> GetFalseAlarmBounds(double callsPerDay);
}
