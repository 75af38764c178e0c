namespace AISafety.Switches;

/// <summary>Who wants to know when a kill switch changes.</summary>
internal interface IKillSwitchListener
{
    /// <summary>Look at the switch. Called from any thread, and from several at once; must not throw.</summary>
    void Changed();
}
