namespace AISafety;

/// <summary>An admission guard that does nothing when a call has ended, so that nobody has to tell it.</summary>
internal interface IAdmitsAndForgets;
