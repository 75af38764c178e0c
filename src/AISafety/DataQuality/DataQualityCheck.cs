namespace AISafety;

/// <summary>What is checked of the data that a model is given.</summary>
public enum DataQualityCheck
{
    /// <summary>More values of a feature are missing than in the reference. Code <c>quality.missing</c>.</summary>
    Missing = 0,

    /// <summary>More categories are not among the known ones. Code <c>quality.unseen</c>.</summary>
    Unseen = 1,

    /// <summary>More values are outside the stated range, or the reference's where none is stated. Code <c>quality.range</c>.</summary>
    Range = 2,

    /// <summary>A feature that varied has one value in a whole window. Code <c>quality.constant</c>.</summary>
    Constant = 3,

    /// <summary>A feature has had the same value for more rows in a row than chance allows. Code <c>quality.stuck</c>.</summary>
    Stuck = 4,

    /// <summary>More rows are exact repetitions of recent ones. Code <c>quality.duplicates</c>.</summary>
    Duplicates = 5,

    /// <summary>Values, or a share of them, are a known factor too large or too small. Code <c>quality.unit</c>.</summary>
    Unit = 6,

    /// <summary>Whole numbers became fractional, fractional ones whole, or 0 and 1 something else. Code <c>quality.type</c>.</summary>
    Type = 7,

    /// <summary>Two features that were strongly correlated are so no longer. Code <c>quality.correlation</c>.</summary>
    Correlation = 8,

    /// <summary>Far fewer or far more rows came than usual. Code <c>quality.volume</c>.</summary>
    Volume = 9,

    /// <summary>A source is silent, its events are old or late, or its clock is ahead. Code <c>quality.stale</c>. By fixed limits, without a test.</summary>
    Stale = 10,
}
