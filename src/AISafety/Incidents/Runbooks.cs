namespace AISafety.Incidents;

/// <summary>The ready-made runbooks, one for each of the <see cref="IncidentKinds"/> that the library raises. Replace any by <see cref="IncidentOptions.Runbooks"/>: yours know your systems.</summary>
public static class Runbooks
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<Runbook> Default { get; } =
    [
        new(IncidentKinds.Drift, "Inputs or errors have drifted",
        [
            "Open the drift report of the alert: which features, since when, how far.",
            "Ask whether the change is in the world or in the data: compare with the data quality alerts, and with what was deployed or changed upstream at that time.",
            "Look at performance, measured where outcomes have come in and estimated where not. Drift alone is no harm.",
            "If performance suffers or cannot be told: go down a rung, or send the calls concerned to people.",
            "If the data is at fault: have it put right at its source, and judge what was decided on it meanwhile.",
            "If the world has changed: fit a new model on new data and take it through a rollout; then make a new reference profile.",
        ]),
        new(IncidentKinds.DataQuality, "Inputs are broken",
        [
            "See which features the alert names and what is wrong with them: missing, out of range, unseen categories, stuck at a value.",
            "Find the source of those features and what changed there. Call its owner.",
            "Block or send to review the calls whose inputs are broken, if the model depends on them.",
            "Have the source put right; then see the alert end by itself.",
            "List the decisions that were made on broken inputs and decide whether they are to be made again.",
        ]),
        new(IncidentKinds.FairnessGap, "Groups are treated unlike",
        [
            "Read which groups and which criterion, the gap with its bounds, and how many calls it rests on.",
            "Have somebody who answers for fairness in this use decide whether people are being harmed now. If so, stop deciding by machine: people decide.",
            "Look for the cause: a change of who applies, inputs that are broken for one group, a new version of the model.",
            "Check the gap within strata: an overall gap may come of unlike cases, and may hide gaps that are there.",
            "Choose a remedy: the previous version, thresholds by group where the law allows it, a model trained with a constraint.",
            "List whom the decisions concerned, and inform them where that is due.",
        ]),
        new(IncidentKinds.PerformanceDrop, "The model is worse than it should be",
        [
            "See which metric, measured or estimated, with its interval, and since when.",
            "Check the outcomes that it is measured by: late, wrong or one-sided labels look like a bad model.",
            "Compare with deployments of the model and of what feeds it. If the drop began with one, roll it back.",
            "If the harm is real: go down a rung or send the calls to people until it is understood.",
            "Look at where the errors are: one group, one region, one range of an input.",
        ]),
        new(IncidentKinds.BreakerOpen, "A circuit is open",
        [
            "Read why it opened: exceptions, time-outs, refused outputs, or an alert.",
            "See that the fallback answers, how well, and for how long that is good enough.",
            "If the model or its host fails: treat it as an outage of that service. If its answers are refused: treat it as a fault of the model.",
            "Let the circuit try again by itself. Reset it by hand only when the cause is known and gone.",
        ]),
        new(IncidentKinds.Degraded, "Answers come from a lower rung",
        [
            "Read why the ladder went down, and which rung answers now.",
            "Decide whether what that rung answers is good enough for every caller, and tell those for whom it is not.",
            "Find and remove the cause. The ladder goes up by itself when its rule says so.",
        ]),
        new(IncidentKinds.KillSwitch, "The kill switch is engaged",
        [
            "Read who or what engaged it, when and why. Assume that it was right until you know better.",
            "See what callers get meanwhile, and tell those who depend on the model.",
            "Treat the reason as the incident, by the runbook of its own kind.",
            "Release it only when the reason is gone, somebody who may has agreed, and somebody watches the first calls.",
        ]),
        new(IncidentKinds.RolloutRolledBack, "A candidate was taken back, in part or whole",
        [
            "See that the stable version answers again what the candidate answered; while it is only drained, the candidate goes on with a part.",
            "Read which gate failed, with its figures, or who took it back and why.",
            "Look at the examples where the two versions disagreed.",
            "Count how many callers the candidate answered, and whether anything is owed to them.",
            "Do not start the same version again: fix it, and begin a new rollout.",
        ]),
        new(IncidentKinds.RolloutFault, "A rollout cannot be relied on",
        [
            "Read what is wrong: its state cannot be read or written, or callers are not shared out as they should be.",
            "Pause it, or roll it back, until that is put right. No gate's verdict holds while assignment or recording is broken.",
            "If its state cannot be kept: what was decided holds in each process alone. See that all of them do the same, and repair the store.",
            "If a gate reads nothing: look at its column, how its groups are spelt, and whether outcomes are reported. What the other gates say holds.",
            "If the shares are wrong: look for callers without keys, keys that change, retries, and calls whose records are lost more often in one arm.",
            "Begin a new rollout; what this one has counted is not to be used.",
        ]),
        new(IncidentKinds.Shadow, "A candidate in the shadow fails",
        [
            "Nobody got its answers; see all the same that callers did not wait for it.",
            "Read in the shadow report how it fails: exceptions, time-outs, or calls that never come back.",
            "Do not begin a rollout with it before that is understood.",
            "If its calls do not come back: have it heed its cancellation token, and see what it holds on to meanwhile.",
        ]),
        new(IncidentKinds.Adversarial, "Somebody may be attacking the model",
        [
            "See which signs there are, from which callers, since when. Keep the evidence.",
            "Limit or block the callers concerned, by key and not by address alone.",
            "Do not answer them with scores or reasons; these are what an attack learns from.",
            "Find out what they may have learnt or got: a copy of the model, decisions in their favour, training data that was poisoned.",
            "Bring in whoever answers for security, and follow their procedure.",
        ]),
        new(IncidentKinds.AuditNotWritable, "Nothing can be written to the audit log",
        [
            "Decide at once whether the model may decide without a record. Where the law wants one, engage the kill switch.",
            "See why: disk, permission, network, a broken chain. Do not delete or repair anything before a copy is made.",
            "Restore writing; then verify the log from end to end.",
            "Note which calls have no record, by their ids and times, and have that signed.",
        ]),
        new(IncidentKinds.Watching, "Those who watch do not",
        [
            "Read which monitor, sink or queue failed, and with which exception.",
            "Remember that silence means nothing while it lasts: look at the model's figures by hand.",
            "Repair it; for a monitor that cannot keep up, give it more capacity or sample.",
            "Judge what it missed from the records, if there are any.",
        ]),
        new(IncidentKinds.Overflow, "More incidents than can be kept apart",
        [
            "Look for one cause of many alerts: a deployment, a broken source, a clock.",
            "Close incidents that are over, so that there is room for new ones.",
            "If every caller or feature makes an incident of its own, group them by something broader.",
        ]),
    ];
}
