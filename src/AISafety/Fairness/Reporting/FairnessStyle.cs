namespace AISafety.Fairness.Reporting;

/// <summary>What the page of a fairness report has besides the style of all reports: rates as bars, curves of groups, the frontier.</summary>
internal static class FairnessStyle
{
    /// <summary>How many groups can be told apart in a drawing of curves.</summary>
    public const int Colours = 8;

    // The colours are Okabe and Ito's, which people who see few colours can tell apart, darker or lighter as the page asks; dashes help.
    public const string Text = """
        :root { --g0: #0072b2; --g1: #c24a00; --g2: #007a59; --g3: #a8578a; --g4: #946c00; --g5: #3a3f8f; --g6: #5a6470; --g7: #9c1f3a; }
        @media (prefers-color-scheme: dark) { :root { --g0: #6cbcf0; --g1: #ff9552; --g2: #3fd3a8; --g3: #e39ac6; --g4: #e8c04a; --g5: #a9aefc; --g6: #b6c0cc; --g7: #ff8fa5; } }
        section { margin: 26px 0 0; } section > p { margin: 0 0 10px; max-width: 900px; font-size: 14px; }
        .k2 { background: var(--small-on); color: var(--small); } .k1 { background: var(--free); color: var(--ink); }
        .range { width: 150px; } .rate { display: block; width: 100%; min-width: 96px; max-width: 200px; height: 16px; margin: 3px 0 1px; }
        .track { fill: var(--free); } .bar { fill: var(--ref); } .whisker { stroke: var(--cur); stroke-width: 2; }
        .together > * { background: var(--page); }
        .plots { display: grid; align-items: start; grid-template-columns: repeat(auto-fit, minmax(300px, 1fr)); gap: 14px; }
        figure { margin: 0; background: var(--card); border: 1px solid var(--line); border-radius: 8px; padding: 12px 14px; } figcaption { font-weight: 600; margin-bottom: 6px; }
        .plot { display: block; width: 100%; max-width: 540px; height: auto; } .plot text { font-size: 11px; fill: var(--muted); } .plot .mark { font-weight: 700; fill: var(--card); font-size: 11px; }
        .curve { fill: none; stroke-width: 2; stroke-linejoin: round; } .even { stroke: var(--muted); stroke-dasharray: 2 4; } .error { stroke-width: 1.2; opacity: .55; }
        .edge { fill: none; stroke: var(--cur); stroke-width: 1.5; stroke-dasharray: 5 4; } .point { fill: var(--muted); } .point.best { fill: var(--cur); } .spread { stroke: var(--muted); stroke-width: 1.2; opacity: .7; }
        .s0 { stroke: var(--g0); } .s1 { stroke: var(--g1); stroke-dasharray: 7 3; } .s2 { stroke: var(--g2); stroke-dasharray: 2 3; } .s3 { stroke: var(--g3); stroke-dasharray: 9 3 2 3; }
        .s4 { stroke: var(--g4); } .s5 { stroke: var(--g5); stroke-dasharray: 7 3; } .s6 { stroke: var(--g6); stroke-dasharray: 2 3; } .s7 { stroke: var(--g7); stroke-dasharray: 9 3 2 3; }
        .error { stroke-dasharray: none; }
        .f0 { fill: var(--g0); } .f1 { fill: var(--g1); } .f2 { fill: var(--g2); } .f3 { fill: var(--g3); } .f4 { fill: var(--g4); } .f5 { fill: var(--g5); } .f6 { fill: var(--g6); } .f7 { fill: var(--g7); }
        .names { display: flex; flex-wrap: wrap; gap: 4px 18px; margin: 0 0 10px; padding: 0; list-style: none; font-size: 14px; } .names svg { width: 26px; height: 10px; margin-right: 6px; vertical-align: 0; }
        .names li { overflow-wrap: anywhere; } .plots + .cards { margin-top: 14px; }
        @media print { figure { break-inside: avoid; } }
        """;
}
