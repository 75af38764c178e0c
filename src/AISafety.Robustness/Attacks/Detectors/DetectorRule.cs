namespace AISafety.Robustness;

/// <summary>How an attack by gradients takes a detector into its loss.</summary>
public enum DetectorRule
{
    /// <summary>Each row follows the loss until the answer is wrong, and then the detector's gradient down until it is not flagged; back and forth. It needs no weight, and neither aim spoils the other. Source: O. Bryniarski et al., Evading adversarial
    /// example detection defenses with orthogonal projected gradient descent, ICLR 2022, as selective projected gradient descent.</summary>
    Alternate,

    /// <summary>The loss less <see cref="Attack.DetectorWeight"/> times what the detector's score exceeds its threshold by.</summary>
    Sum,
}
