using System.ComponentModel.DataAnnotations;

namespace AISafety.Hosting;

/// <summary>How recorded calls travel to the monitors: as <see cref="RecordingOptions"/>; null leaves a setting as the code has it.</summary>
public sealed class RecordingSettings
{
    /// <summary>See <see cref="RecordingOptions.MaxBlockAge"/>: 10 ms to 1 day.</summary>
    public TimeSpan? MaxBlockAge { get; set; }

    /// <summary>See <see cref="RecordingOptions.QueueCapacity"/>: 2 to 1,024.</summary>
    [Range(RecordingOptions.LeastCapacity, RecordingOptions.MostCapacity)]
    public int? QueueCapacity { get; set; }

    /// <summary>See <see cref="RecordingOptions.DrainTimeout"/>: zero to 1 day.</summary>
    public TimeSpan? DrainTimeout { get; set; }

    /// <summary>See <see cref="RecordingOptions.MeasureLatency"/>.</summary>
    public bool? MeasureLatency { get; set; }

    // [Range] takes time spans as text and by reflection.
    internal IEnumerable<string> FindFaults()
    {
        if (MaxBlockAge is { } age && (age < RecordingOptions.LeastBlockAge || age > RecordingOptions.LongestWait))
        {
            yield return $"{nameof(MaxBlockAge)} is {age}; expected 10 ms to 1 day";
        }

        if (DrainTimeout is { } timeout && (timeout < TimeSpan.Zero || timeout > RecordingOptions.LongestWait))
        {
            yield return $"{nameof(DrainTimeout)} is {timeout}; expected zero to 1 day";
        }
    }

    internal RecordingOptions Over(RecordingOptions options) => options with
    {
        MaxBlockAge = MaxBlockAge ?? options.MaxBlockAge,
        QueueCapacity = QueueCapacity ?? options.QueueCapacity,
        DrainTimeout = DrainTimeout ?? options.DrainTimeout,
        MeasureLatency = MeasureLatency ?? options.MeasureLatency,
    };
}
