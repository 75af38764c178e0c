using System.Globalization;
using System.Text;

namespace AISafety.Testing;

/// <summary>What a <see cref="FaultyModel{TIn, TOut}"/> has injected. <c>Calls = Suspended + Untouched + the sum of Drawn</c>, always once no call is beginning.</summary>
/// <param name="Calls">Calls that began.</param>
/// <param name="Suspended">Calls while the plan was not in force.</param>
/// <param name="Untouched">Calls while it was in force, on which no fault fell.</param>
/// <param name="Faults">Each fault of the plan, in its order.</param>
/// <param name="HeldBytes">Memory that is held at the moment, in bytes.</param>
public sealed record FaultReport(long Calls, long Suspended, long Untouched, IReadOnlyList<FaultCount> Faults, long HeldBytes)
{
    /// <summary>A table for a person.</summary>
    public override string ToString()
    {
        StringBuilder text = new();
        text.Append(CultureInfo.InvariantCulture, $"{"fault",-24}{"planned",10}{"injected",14}{"share",10}").AppendLine();
        foreach (FaultCount fault in Faults)
        {
            double share = Calls == Suspended ? 0 : (double)fault.Injected / (Calls - Suspended);
            text.Append(CultureInfo.InvariantCulture, $"{fault.Name,-24}{fault.Share,10:P2}{fault.Injected,14:N0}{share,10:P2}").AppendLine();
        }

        return text.Append(CultureInfo.InvariantCulture, $"{"none",-24}{"",10}{Untouched,14:N0}").AppendLine()
            .Append(CultureInfo.InvariantCulture, $"{"not in force",-24}{"",10}{Suspended,14:N0}").AppendLine().ToString();
    }
}
