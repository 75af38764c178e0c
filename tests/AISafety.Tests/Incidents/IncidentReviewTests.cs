using System.Globalization;
using AISafety.Incidents;

namespace AISafety.Tests.Incidents;

[TestFixture]
public sealed class IncidentReviewTests
{
    [Test, SetCulture("de-DE")]
    public async Task Review_has_all_that_the_record_knows()
    {
        Desks desks = new(new() { Containment = [new(ContainmentAction.Create("kill-switch", static (_, _) => default, static (_, _) => default), static one => one.Severity == IncidentSeverity.Critical)] });
        await desks.SendAsync(desks.Alert(severity: AlertSeverity.Critical) with { Since = Desks.Start.AddMinutes(-95), Value = 0.3142 });
        string id = (await desks.OnlyAsync()).Id;
        await desks.Later(5).Desk.AssessAsync(id, IncidentSeverity.Major, "ann", "income in cents since the release | see <b>x</b>");
        await desks.Later(20).Desk.UndoAsync(id, "kill-switch", "ann");
        await desks.Later(35).SendAsync(desks.Alert(state: AlertState.Resolved, severity: AlertSeverity.Critical));
        Incident incident = (await desks.Later(1).Desk.AdvanceAsync(id, IncidentStage.Recovered, "ann")).Incident! with { Id = "i-1" };
        Runbook runbook = new("drift", "Drift", ["Look.", "Act_now"])
        {
            Links = [new("Wiki [x]", new("https://wiki.example/a(b)")), new("File", new("file:///etc/passwd"))],
        };

        Assert.That(incident.ToReviewMarkdown(runbook), Is.EqualTo("""
            # Incident i-1: credit: Inputs or errors have drifted

            | | |
            |---|---|
            | Severity | 2 (major) |
            | Kind | drift |
            | Model | credit |
            | Stage | recovered |
            | Likely began | 2026-03-01 06:25:00Z |
            | Detected | 2026-03-01 08:00:00Z |
            | Assessed | 2026-03-01 08:05:00Z |
            | Contained | 2026-03-01 08:00:00Z |
            | Recovered | 2026-03-01 09:01:00Z |
            | Closed | not known |
            | Time to detect | 1 h 35 min |
            | Time to recover | 1 h 1 min |
            | Alerts | 2 |
            | Came back | 0 times |

            ## Summary

            It began with: credit: drift drift.feature (critical, raised, feature income, ks 0.3142 (limit 0.2)): It is so.

            _To fill in: what happened, in three sentences for somebody who was not there._

            ## Impact

            _To fill in: who was affected, how many, and how badly._

            | condition | worst severity | last value | limit | from | to | alerts |
            |---|---|---|---|---|---|---|
            | credit: drift drift.feature, income, ks | 1 | 0.3142 | 0.2 | 2026-03-01 08:00:00Z | 2026-03-01 09:00:00Z | 2 |

            ## Timeline

            | when (UTC) | who | stage | what |
            |---|---|---|---|
            | 2026-03-01 08:00:00Z | aisafety | detected | credit: drift drift.feature (critical, raised, feature income, ks 0.3142 (limit 0.2)): It is so. |
            | 2026-03-01 08:00:00Z | aisafety | detected | Applying kill-switch, by rule. |
            | 2026-03-01 08:00:00Z | aisafety | detected | Applied kill-switch. |
            | 2026-03-01 08:00:00Z | aisafety | contained | Contained by kill-switch. |
            | 2026-03-01 08:05:00Z | ann | contained | Assessed as severity 2. income in cents since the release \| see \<b\>x\</b\> |
            | 2026-03-01 08:25:00Z | ann | contained | Undoing kill-switch. |
            | 2026-03-01 08:25:00Z | ann | contained | Undid kill-switch. |
            | 2026-03-01 09:00:00Z | aisafety | contained | Over: credit: drift drift.feature (critical, resolved, feature income, ks 0.3 (limit 0.2)): It is so. |
            | 2026-03-01 09:01:00Z | ann | recovered | Contained becomes Recovered. |

            ## Containment

            | action | state | since | by | attempts |
            |---|---|---|---|---|
            | kill-switch | undone | 2026-03-01 08:25:00Z | ann | 1 |

            ## Runbook

            Drift. _Tick what was done; note what was missing or wrong._

            - [ ] Look.
            - [ ] Act\_now
            - [Wiki \[x\]](<https://wiki.example/a%28b%29>)
            - File: file\:///etc/passwd

            ## Contributing factors

            - What made it possible? _To fill in._
            - What let it go on for as long as it did? _To fill in._
            - What did we know before, and not act on? _To fill in._

            ## What went well

            - What kept it from being worse? _To fill in._

            ## What went badly

            - Where were we slow, or lucky? _To fill in._

            ## Actions

            | what is to be done | who | until |
            |---|---|---|
            | _To fill in._ | | |

            """.ReplaceLineEndings("\n")));
    }

    [TestCase("a|b\nc", "a\\|b c")]
    [TestCase("[x](javascript:alert(1)) ![i](u)", "\\[x\\](javascript:alert(1)) \\!\\[i\\](u)")]
    [TestCase("see http://evil.example or www.evil.example, me@x.de", "see http\\://evil.example or www\\.evil.example, me\\@x.de")]
    [TestCase("<script>&amp;`code` *b* _i_ ~~s~~ # h \\ $x$", "\\<script\\>\\&amp;\\`code\\` \\*b\\* \\_i\\_ \\~\\~s\\~\\~ \\# h \\\\ \\$x\\$")]
    [TestCase("a\u202Eb\u2028c\u0000d", "a b c d")]
    public void Text_cannot_become_markup(string text, string expected) => Assert.That(MarkdownText.Escape(text), Is.EqualTo(expected));

    [Test]
    public void Half_a_character_does_not_break_the_page()
    {
        Assert.That(MarkdownText.Escape("a\uD83D"), Is.EqualTo("a\uFFFD"));
        Assert.That(MarkdownText.Escape("\uDE00\uD83D\uDE00"), Is.EqualTo("\uFFFD\uD83D\uDE00"));
    }

    [TestCase(0.2, "0 s")]
    [TestCase(59.6, "1 min")]
    [TestCase(3_661, "1 h 1 min 1 s")]
    [TestCase(90_000, "1 d 1 h")]
    public void Length_is_for_people(double seconds, string expected) =>
        Assert.That(MarkdownText.Length(TimeSpan.FromSeconds(seconds)), Is.EqualTo(expected));

    [Test]
    public async Task What_was_left_out_is_said()
    {
        Desks desks = new(new() { TimelineCapacity = 16, ConditionCapacity = 2 });
        for (int i = 0; i < 30; i++)
        {
            await desks.Desk.SendAsync(desks.Alert(feature: (i % 3).ToString(CultureInfo.InvariantCulture), state: AlertState.Updated), default);
        }

        string page = (await desks.OnlyAsync()).ToReviewMarkdown();

        Assert.That(page, Does.Contain("\n4 older entries gave way and are not listed.\n"));
        Assert.That(page, Does.Contain("\n10 alerts of further conditions were only counted.\n"));
        Assert.That(page, Does.Contain("There is no runbook for this kind."));
    }

    [Test]
    public void There_is_a_runbook_for_every_kind_and_users_replace_theirs()
    {
        string[] kinds = [.. typeof(IncidentKinds).GetFields().Select(field => (string)field.GetRawConstantValue()!).Where(kind => kind != IncidentKinds.Other)];
        Assert.That(Runbooks.Default.Select(one => one.Kind), Is.EquivalentTo(kinds));
        Assert.That(Runbooks.Default.All(one => one.Steps.Count >= 3 && one.Steps.All(step => step.EndsWith('.'))), Is.True);

        Runbook mine = new(IncidentKinds.Drift, "Ours", ["Call Ann."]);
        IncidentDesk desk = new(new() { Runbooks = [mine, new("own", "Own", [])] });

        Assert.That(desk.RunbookFor(IncidentKinds.Drift), Is.SameAs(mine));
        Assert.That((desk.RunbookFor("own")!.Title, desk.RunbookFor("nothing")), Is.EqualTo(("Own", (Runbook?)null)));
        Assert.That(desk.Runbooks, Has.Count.EqualTo(kinds.Length + 1));
    }
}
