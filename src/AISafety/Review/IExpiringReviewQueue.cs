namespace AISafety.Review;

/// <summary>A review queue whose items expire. It notices by itself only when it is used; whoever hosts it calls from time to time.</summary>
public interface IExpiringReviewQueue
{
    /// <summary>Expires the items whose time is over, and tells the handlers.</summary>
    /// <returns>How many they were.</returns>
    int ExpireDue();
}
