namespace AISafety.Reporting;

/// <summary>How every report looks: light and dark, wide and narrow, on paper. What one report has alone is added to it.</summary>
internal static class PageStyle
{
    public const string Text = """
        :root { color-scheme: light dark; --page: #f6f7f9; --card: #fff; --ink: #1a1f26; --muted: #59636f; --line: #dfe4ea; --ref: #bcc5d0; --cur: #1d5fc4; --free: #e9edf2;
          --bad: #b42318; --bad-on: #fff; --warn: #8f2a17; --warn-on: #fbe4df; --small: #6b5200; --small-on: #faf0cf; --good: #17633a; --good-on: #e2f3e9; }
        @media (prefers-color-scheme: dark) { :root { --page: #12151a; --card: #1a1f26; --ink: #e7ebf0; --muted: #9aa6b4; --line: #2c343e; --ref: #4b5766; --cur: #79b0ff; --free: #262d36;
          --bad: #ff8f82; --bad-on: #2b0906; --warn: #ffb8ae; --warn-on: #47201b; --small: #f0d27f; --small-on: #3a3010; --good: #8edcb0; --good-on: #153424; } }
        * { box-sizing: border-box; }
        body { margin: 0; background: var(--page); color: var(--ink); font: 15px/1.45 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; }
        main { max-width: 1240px; margin: 0 auto; padding: 28px 20px 48px; }
        header { display: flex; flex-wrap: wrap; align-items: baseline; justify-content: space-between; gap: 4px 24px; margin-bottom: 16px; }
        h1 { font-size: 24px; line-height: 1.25; margin: 0; overflow-wrap: anywhere; }
        h2 { font-size: 16px; margin: 0 0 6px; }
        .headline { margin: 0; font-size: 17px; font-weight: 600; }
        .headline.bad { color: var(--bad); } .headline.good { color: var(--good); }
        small { display: block; color: var(--muted); font-size: 12.5px; font-weight: 400; overflow-wrap: anywhere; }
        .muted { color: var(--muted); }
        .facts { display: grid; grid-template-columns: repeat(auto-fit, minmax(155px, 1fr)); gap: 12px; margin: 0 0 18px; }
        .facts div { background: var(--card); border: 1px solid var(--line); border-radius: 8px; padding: 10px 14px; }
        dt { color: var(--muted); font-size: 13px; } dd { margin: 0; font-size: 18px; font-weight: 600; }
        .legend { margin: 0 0 8px; font-size: 13.5px; }
        .key { display: inline-block; width: 14px; height: 12px; border-radius: 2px; vertical-align: -1px; margin-left: 4px; } .key:first-child { margin-left: 0; }
        .cards { width: 100%; border-collapse: separate; border-spacing: 0; background: var(--card); border: 1px solid var(--line); border-radius: 8px; }
        .cards > thead th { text-align: left; font-size: 13px; color: var(--muted); padding: 8px 10px; border-bottom: 1px solid var(--line); white-space: nowrap; font-weight: 600; }
        .cards > tbody > tr > * { padding: 12px 10px; border-top: 1px solid var(--line); vertical-align: top; text-align: left; }
        .cards > tbody > tr:first-child > * { border-top: 0; }
        .name { font-weight: 600; overflow-wrap: anywhere; }
        th[scope=row] { min-width: 150px; max-width: 260px; }
        .verdict { display: inline-block; padding: 2px 9px; border-radius: 11px; font-size: 13px; font-weight: 600; white-space: nowrap; background: var(--free); color: var(--muted); }
        .num { white-space: nowrap; font-variant-numeric: tabular-nums; }
        .axis { stroke: var(--muted); stroke-width: 1; opacity: .6; } .grid { stroke: var(--line); }
        .range { display: block; width: 150px; height: 16px; margin: 4px 0 2px; } .free { fill: var(--free); } .span { stroke: var(--cur); stroke-width: 2.5; } .dot { fill: var(--cur); }
        summary:focus-visible { outline: 2px solid var(--cur); outline-offset: 2px; border-radius: 2px; }
        details { margin-top: 6px; font-weight: 400; font-size: 13px; } summary { cursor: pointer; color: var(--cur); }
        .inner { border-collapse: collapse; margin: 6px 0; font-size: 12.5px; } .inner th, .inner td { text-align: left; padding: 2px 10px 2px 0; font-weight: 400; } .inner thead th { color: var(--muted); }
        .inner td { font-variant-numeric: tabular-nums; white-space: nowrap; }
        .explain { margin-top: 22px; font-size: 14px; color: var(--muted); max-width: 900px; } .explain h2, .explain b { color: var(--ink); } .explain ul { padding-left: 18px; margin: 0; } .explain li { margin: 4px 0; }
        .hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
        @media (max-width: 980px) {
          main { padding: 18px 12px 36px; }
          .cards, .cards > tbody { display: block; background: none; border: 0; } .cards > thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
          .cards > tbody > tr { display: grid; grid-template-columns: repeat(auto-fit, minmax(130px, 1fr)); background: var(--card); border: 1px solid var(--line); border-radius: 8px; margin-bottom: 12px; padding: 6px 4px; }
          .cards > tbody > tr > * { border: 0; padding: 6px 10px; display: block; } th[scope=row] { grid-column: 1 / -1; max-width: none; }
          .cards > tbody > tr > td::before { content: attr(data-label); display: block; color: var(--muted); font-size: 12px; }
        }
        @media print {
          :root { --page: #fff; --card: #fff; --ink: #000; --muted: #444; --line: #bbb; } body { font-size: 11px; } main { padding: 0; max-width: none; }
          tr { break-inside: avoid; } * { print-color-adjust: exact; -webkit-print-color-adjust: exact; } summary { display: none; } details:not([open]) { display: none; }
        }
        """;
}
