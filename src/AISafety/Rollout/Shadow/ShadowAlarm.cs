using AISafety.Alerts;

namespace AISafety.Rollout;

/// <summary>Keeps one alert in step with whether its condition is there, whoever looks and in whatever order.</summary>
internal sealed class ShadowAlarm(AlertPort port, string part, SafetyAlert alert, Func<bool> isThere)
{
    private readonly Lock _telling = new();
    private bool _isRaised;

    /// <summary>Called when the condition may have changed; never under a lock that a caller may want, for handlers of alerts are foreign code.</summary>
    public void Look()
    {
        lock (_telling)
        {
            bool isNow = isThere();
            if (isNow == _isRaised)
            {
                return;
            }

            _isRaised = isNow;
            if (isNow)
            {
                port.Raise(part, alert);
            }
            else
            {
                port.End(part, alert.Code);
            }
        }
    }
}
