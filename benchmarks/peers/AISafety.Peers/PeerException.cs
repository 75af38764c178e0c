namespace AISafety.Peers;

/// <summary>A peer could not do what it was asked; the message is its own.</summary>
internal sealed class PeerException(string message) : Exception(message);
