namespace AISafety.Payload;

/// <summary>Denies inputs that are too large, or whose size cannot be told.</summary>
internal sealed class PayloadGuard<TIn>(Func<TIn, long?> size, long maximum, BuildContext<TIn> build) : IAdmissionGuard<TIn>, IAdmitsAndForgets
{
    public const string GuardName = "payload-limit";

    private const string UnknownCode = "payload.size-unknown";

    private readonly Denials _denials = new(build.Telemetry, GuardName);

    public string Name => GuardName;

    public ValueTask<Admission> AdmitAsync(TIn input, SafetyContext context)
    {
        long? measured;
        try
        {
            measured = size(input);
        }
        catch (Exception exception)
        {
            return new(_denials.Deny(new(UnknownCode, $"The size of the input could not be told: {exception.GetType().Name} was thrown.") { Exception = exception }));
        }

        return new(measured switch
        {
            null => _denials.Deny(new(UnknownCode, "The input has no size.")),
            < 0 => _denials.Deny(new(UnknownCode, "The size of the input is negative; expected 0 or more.") { Score = measured.Value }),
            _ when measured > maximum => _denials.Deny(new("payload.too-large", "The input is larger than is allowed.") { Score = measured.Value, Threshold = maximum }),
            _ => Admission.Grant(),
        });
    }

    public void Completed(in CallSummary call)
    {
    }
}
