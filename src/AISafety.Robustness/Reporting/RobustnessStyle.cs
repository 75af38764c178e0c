namespace AISafety.Robustness.Reporting;

/// <summary>What the page of a robustness report has besides the style of all reports: curves and pictures.</summary>
internal static class RobustnessStyle
{
    /// <summary>How many curves can be told apart in a drawing.</summary>
    public const int Colours = 8;

    // The colours are Okabe and Ito's, which people who see few colours can tell apart, darker or lighter as the page asks; dashes help.
    public const string Text = """
        :root { --g0: #0072b2; --g1: #c24a00; --g2: #007a59; --g3: #a8578a; --g4: #946c00; --g5: #3a3f8f; --g6: #5a6470; --g7: #9c1f3a; }
        @media (prefers-color-scheme: dark) { :root { --g0: #6cbcf0; --g1: #ff9552; --g2: #3fd3a8; --g3: #e39ac6; --g4: #e8c04a; --g5: #a9aefc; --g6: #b6c0cc; --g7: #ff8fa5; } }
        section { margin: 26px 0 0; } section > p { margin: 0 0 10px; max-width: 900px; font-size: 14px; }
        .plots { display: grid; align-items: start; grid-template-columns: repeat(auto-fit, minmax(300px, 1fr)); gap: 14px; }
        figure { margin: 0; background: var(--card); border: 1px solid var(--line); border-radius: 8px; padding: 12px 14px; } figcaption { font-weight: 600; margin-bottom: 6px; }
        .plot { display: block; width: 100%; max-width: 620px; height: auto; } .plot text { font-size: 11px; fill: var(--muted); }
        .curve { fill: none; stroke-width: 2; stroke-linejoin: round; } .whisker { stroke-width: 1.2; opacity: .55; stroke-dasharray: none !important; }
        .together { fill: none; stroke: var(--ink); stroke-width: 2.5; } .certified { fill: none; stroke: var(--good); stroke-width: 2.5; stroke-dasharray: 6 3; }
        .s0 { stroke: var(--g0); } .s1 { stroke: var(--g1); stroke-dasharray: 7 3; } .s2 { stroke: var(--g2); stroke-dasharray: 2 3; } .s3 { stroke: var(--g3); stroke-dasharray: 9 3 2 3; }
        .s4 { stroke: var(--g4); } .s5 { stroke: var(--g5); stroke-dasharray: 7 3; } .s6 { stroke: var(--g6); stroke-dasharray: 2 3; } .s7 { stroke: var(--g7); stroke-dasharray: 9 3 2 3; }
        .f0 { fill: var(--g0); } .f1 { fill: var(--g1); } .f2 { fill: var(--g2); } .f3 { fill: var(--g3); } .f4 { fill: var(--g4); } .f5 { fill: var(--g5); } .f6 { fill: var(--g6); } .f7 { fill: var(--g7); } .fall { fill: var(--ink); }
        .names { display: flex; flex-wrap: wrap; gap: 4px 18px; margin: 8px 0 0; padding: 0; list-style: none; font-size: 14px; } .names svg { width: 26px; height: 10px; margin-right: 6px; } .names li { overflow-wrap: anywhere; }
        .found { background: var(--warn-on); color: var(--warn); border-radius: 8px; padding: 10px 14px; margin: 8px 0; font-size: 14px; } .found b { display: block; }
        .examples { display: grid; grid-template-columns: repeat(auto-fill, minmax(330px, 1fr)); gap: 12px; }
        .triple { display: grid; grid-template-columns: repeat(3, 1fr); gap: 8px; font-size: 12.5px; text-align: center; } .triple img { width: 100%; image-rendering: pixelated; border: 1px solid var(--line); border-radius: 4px; display: block; }
        .triple b { color: var(--bad); } .what { font-size: 12.5px; color: var(--muted); margin: 0 0 8px; }
        @media print { figure, .examples > * { break-inside: avoid; } }
        """;
}
