namespace AISafety.Drift.Reporting;

/// <summary>What the page of a drift report has besides the style of all reports: histograms, verdicts, sorting and filtering.</summary>
internal static class DriftStyle
{
    public const string Text = """
        .controls { display: flex; flex-wrap: wrap; gap: 8px 20px; align-items: center; margin: 0 0 8px; }
        .controls[hidden], tr[hidden] { display: none !important; }
        .controls input[type=search], select { font: inherit; color: inherit; background: var(--card); border: 1px solid var(--line); border-radius: 6px; padding: 4px 8px; }
        .order { display: none; }
        .key.ref { background: var(--ref); } .key.cur { background: var(--cur); width: 8px; }
        thead button { all: unset; cursor: pointer; } thead button:focus-visible { outline: 2px solid var(--cur); outline-offset: 2px; border-radius: 2px; }
        th[aria-sort] button::after { content: " ↕"; opacity: .5; } th[aria-sort=ascending] button::after { content: " ↑"; opacity: 1; } th[aria-sort=descending] button::after { content: " ↓"; opacity: 1; }
        .v0 { background: var(--good-on); color: var(--good); } .v2 { background: var(--small-on); color: var(--small); }
        .v3 { background: var(--warn-on); color: var(--warn); } .v4 { background: var(--bad); color: var(--bad-on); }
        .chart { width: 340px; } .hist { display: block; width: 100%; max-width: 340px; height: auto; } .hist text { font-size: 10px; fill: var(--muted); }
        .ref { fill: var(--ref); } .cur { fill: var(--cur); } .hit { fill: transparent; } g:hover > .hit { fill: var(--free); }
        @media (max-width: 980px) { .order { display: initial; } .chart { grid-column: 1 / -1; max-width: none; width: auto; } .hist { max-width: 480px; } }
        @media print { .controls { display: none; } }
        """;
}
