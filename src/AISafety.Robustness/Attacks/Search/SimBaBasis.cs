namespace AISafety.Robustness;

/// <summary>In which directions <see cref="SimBa"/> steps.</summary>
public enum SimBaBasis
{
    /// <summary>One value at a time: for any rows.</summary>
    Values,

    /// <summary>Cosine waves of low frequency over one channel of a picture.</summary>
    Cosines,
}
