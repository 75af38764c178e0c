using Microsoft.Extensions.Options;

namespace AISafety.Hosting;

/// <summary>Checks what is said of a guard. Its rules are the attributes; the code is generated from them.</summary>
[OptionsValidator]
internal sealed partial class GuardSettingsValidator : IValidateOptions<GuardSettings>;

/// <summary>Checks what is said of recording.</summary>
[OptionsValidator]
internal sealed partial class RecordingSettingsValidator : IValidateOptions<RecordingSettings>;
