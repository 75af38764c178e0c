namespace AISafety.Tests.Support;

/// <summary>Guards, models and monitors that do what a test says.</summary>
internal static class Scripted
{
    public static readonly Evidence Reason = new("test.reason", "The test wants it so.");

    public static InputGuard Input(Func<int, SafetyContext, ValueTask<Verdict<int>>> inspect, string name = "input") => new(name, inspect);

    public static InputGuard Input(Verdict<int> verdict, string name = "input") => new(name, (_, _) => new(verdict));

    public static OutputGuard Output(Func<int, string, SafetyContext, ValueTask<Verdict<string>>> inspect, string name = "output") => new(name, inspect);

    public static OutputGuard Output(Verdict<string> verdict, string name = "output") => new(name, (_, _, _) => new(verdict));

    public static FallbackPolicy Fallback(Func<int, SafetyContext, ValueTask<Verdict<string>>> answer, string name = "fallback") => new(name, answer);

    public static FallbackPolicy Fallback(string answer, string name = "fallback") => new(name, (_, _) => new(Verdict.Replace(answer, Reason)));

    /// <summary>Answers "n" for n.</summary>
    public static IModel<int, string> Model { get; } = AISafety.Model.FromDelegate<int, string>(static input => $"{input}");

    public sealed class InputGuard(string name, Func<int, SafetyContext, ValueTask<Verdict<int>>> inspect) : IInputGuard<int>
    {
        public string Name => name;

        public ValueTask<Verdict<int>> InspectAsync(int input, SafetyContext context) => inspect(input, context);
    }

    public sealed class OutputGuard(string name, Func<int, string, SafetyContext, ValueTask<Verdict<string>>> inspect) : IOutputGuard<int, string>
    {
        public string Name => name;

        public ValueTask<Verdict<string>> InspectAsync(int input, string output, SafetyContext context) => inspect(input, output, context);
    }

    public sealed class FallbackPolicy(string name, Func<int, SafetyContext, ValueTask<Verdict<string>>> answer) : IFallbackPolicy<int, string>
    {
        public string Name => name;

        public ValueTask<Verdict<string>> FallBackAsync(int input, SafetyContext context) => answer(input, context);
    }

    public sealed class Monitor(string name, Action<ColumnBlock, MonitorContext> observe) : ISafetyMonitor
    {
        public string Name => name;

        public void Observe(ColumnBlock block, MonitorContext context) => observe(block, context);
    }

    public sealed class AdmissionGuard(string name, Func<int, SafetyContext, ValueTask<Admission>> admit, Action<CallSummary>? completed = null)
        : IAdmissionGuard<int>
    {
        public string Name => name;

        public ValueTask<Admission> AdmitAsync(int input, SafetyContext context) => admit(input, context);

        public void Completed(in CallSummary call) => completed?.Invoke(call);
    }
}
