using System.Globalization;
using System.Text.RegularExpressions;
using AISafety.Tests.Support;
using AISafety.Validation;

namespace AISafety.Tests.Validation;

public class ValidationRulesTests
{
    private static readonly Applicant _good = new();

    private static Evidence[] Judge(Action<ValidationRules<Applicant>> rules, Applicant applicant)
    {
        Verdict<Applicant> verdict = Guards.InspectInput(
            new SafetyBuilder<Applicant, int>(Model.FromDelegate((Applicant _) => 0)).AddInputValidation(rules), applicant);
        Assert.That(verdict.Action, Is.EqualTo(verdict.Evidence.IsEmpty ? SafetyAction.Allow : SafetyAction.Block));
        return verdict.Evidence.ToArray();
    }

    private static Evidence One(Action<ValidationRules<Applicant>> rules, Applicant applicant) => Judge(rules, applicant).Single();

    [Test]
    public void Every_rule_on_a_good_input_allows() =>
        Assert.That(Judge(
            rules => rules
                .Required("name", x => x.Name)
                .Required("income", x => x.Income)
                .Required("tags", x => x.Tags)
                .Range("age", x => x.Age, 18, 120)
                .Range("income", x => x.Income, 0, 1e9)
                .Range("debt", x => x.Debt, 0, 1e9)
                .Range("children", x => x.Children, 0, 20)
                .Range("score", x => x.Score, 0, 0.1f)
                .Range("amount", x => x.Amount, 0, 1_000m)
                .Range("born", x => x.Born, new DateOnly(1900, 1, 1), new DateOnly(2020, 1, 1))
                .OneOf("state", x => x.State, "CA", "NY")
                .OneOf("state", x => x.State, ["CA", "NY"])
                .OneOf("purpose", x => x.Purpose, Purpose.Car, Purpose.House)
                .OneOf("second purpose", x => x.SecondPurpose, Purpose.Car)
                .Length("name", x => x.Name, 1, 3)
                .Length("embedding", x => x.Embedding, 3, 3)
                .Length("memory", x => x.Memory, 2, 2)
                .Length("tags", x => x.Tags, 1, 1)
                .Length("months", x => x.Months, 2, 2)
                .Pattern("state", x => x.State, new Regex(@"\A[A-Z]{2}\z", RegexOptions.NonBacktracking))
                .Finite("income", x => x.Income)
                .Finite("age", x => x.Age)
                .Finite("debt", x => x.Debt)
                .Finite("embedding", x => x.Embedding)
                .Finite("memory", x => x.Memory)
                .Probabilities("memory", x => x.Memory)
                .Rule("loan.minor", x => x.Age >= 18, "An applicant must be of age."),
            _good), Is.Empty);

    [Test]
    public void Required_missing_values_are_reported()
    {
        Assert.That(One(rules => rules.Required("name", x => x.Name), _good with { Name = null }).Code, Is.EqualTo("input.missing"));
        Assert.That(One(rules => rules.Required("name", x => x.Name), _good with { Name = "" }).Code, Is.EqualTo("input.missing"));
        Assert.That(One(rules => rules.Required("name", x => x.Name), _good with { Name = " \t" }).Code, Is.EqualTo("input.missing"));
        Assert.That(One(rules => rules.Required("income", x => x.Income), _good with { Income = double.NaN }).Code, Is.EqualTo("input.missing"));
        Assert.That(One(rules => rules.Required("score", x => x.Score), _good with { Score = float.NaN }).Code, Is.EqualTo("input.missing"));
        Assert.That(One(rules => rules.Required("debt", x => x.Debt), _good).Code, Is.EqualTo("input.missing"));
        Assert.That(One(rules => rules.Required("debt", x => x.Debt), _good with { Debt = double.NaN }).Code, Is.EqualTo("input.missing"));
        Assert.That(One(rules => rules.Required("children", x => x.Children), _good).Code, Is.EqualTo("input.missing"));
        Assert.That(One(rules => rules.Required<int?>("children", x => x.Children), _good).Code, Is.EqualTo("input.missing"));
        Assert.That(One(rules => rules.Required<object?>("income", x => x.Income), _good with { Income = double.NaN }).Code, Is.EqualTo("input.missing"));
        Evidence tags = One(rules => rules.Required("tags", x => x.Tags), _good with { Tags = null });
        Assert.That(tags.Feature, Is.EqualTo("tags"));
        Assert.That(tags.Message, Is.EqualTo("'tags' is missing; it is required."));
    }

    [Test]
    public void Null_properties_break_no_rule_but_required() =>
        Assert.That(Judge(
            rules => rules
                .Range("debt", x => x.Debt, 0, 1)
                .Range("children", x => x.Children, 0, 1)
                .OneOf("name", x => x.Name, "Ada")
                .OneOf("second purpose", x => x.SecondPurpose, Purpose.Car)
                .Length("name", x => x.Name, 1, 2)
                .Length("tags", x => x.Tags, 1, 2)
                .Length("embedding", x => x.Embedding, 0, 2)
                .Finite("debt", x => x.Debt)
                .Finite("embedding", x => x.Embedding)
                .Pattern("name", x => x.Name, new Regex("A", RegexOptions.NonBacktracking)),
            new() { Name = null, Tags = null, Embedding = null }), Is.Empty);

    [TestCase(17, 17, 18)]
    [TestCase(121, 121, 120)]
    [TestCase(int.MinValue, int.MinValue, 18)]
    public void Range_outside_gives_the_value_as_score_only(int age, double score, double threshold)
    {
        Evidence evidence = One(rules => rules.Range("age", x => x.Age, 18, 120), _good with { Age = age });
        Assert.That(evidence.Code, Is.EqualTo("input.range"));
        Assert.That(evidence.Feature, Is.EqualTo("age"));
        Assert.That(evidence.Score, Is.EqualTo(score));
        Assert.That(evidence.Threshold, Is.EqualTo(threshold));
        Assert.That(evidence.Message, Does.Not.Contain(age.ToString(CultureInfo.InvariantCulture)));
        Assert.That(evidence.Message, Does.Contain($"of {threshold}."));
    }

    [TestCase(double.NaN)]
    [TestCase(double.PositiveInfinity)]
    [TestCase(double.NegativeInfinity)]
    [TestCase(-double.Epsilon)]
    public void Range_numbers_that_are_not_in_it_are_reported(double income)
    {
        Assert.That(One(rules => rules.Range("income", x => x.Income, 0, 1e9), _good with { Income = income }).Code, Is.EqualTo("input.range"));
        Assert.That(One(rules => rules.Range("debt", x => x.Debt, 0, 1e9), _good with { Debt = income }).Code, Is.EqualTo("input.range"));
    }

    [Test]
    public void Range_nan_fails_even_between_infinities() =>
        Assert.That(
            One(
                rules => rules.Range("income", x => x.Income, double.NegativeInfinity, double.PositiveInfinity),
                _good with { Income = double.NaN }).Message,
            Is.EqualTo("'income' is not a number; expected -Infinity to Infinity."));

    [Test]
    public void Range_compares_exactly_and_not_as_floats()
    {
        Assert.That(Judge(rules => rules.Range("age", x => x.Age, 0, 16_777_216), _good with { Age = 16_777_217 }), Has.Length.EqualTo(1));
        Assert.That(Judge(rules => rules.Range("income", x => x.Income, 0, 0.1), _good with { Income = Math.BitIncrement(0.1) }), Has.Length.EqualTo(1));
        Assert.That(Judge(rules => rules.Range("amount", x => x.Amount, 0, 0.1m), _good with { Amount = 0.1000000000000000000000000001m }), Has.Length.EqualTo(1));
        Assert.That(Judge(rules => rules.Range("income", x => x.Income, 0, 1), _good with { Income = -0.0 }), Is.Empty);
    }

    [Test]
    public void Range_of_dates_has_no_score_and_iso_limits()
    {
        Evidence evidence = One(
            rules => rules.Range("born", x => x.Born, new DateOnly(1990, 2, 3), DateOnly.MaxValue), _good);
        Assert.That(evidence.Score, Is.NaN);
        Assert.That(evidence.Message, Is.EqualTo("'born' is below its minimum of 1990-02-03."));
    }

    [Test]
    public void OneOf_another_value_is_reported_without_it()
    {
        Evidence evidence = One(rules => rules.OneOf("state", x => x.State, "CA", "NY", "NY"), _good with { State = "ca" });
        Assert.That(evidence.Code, Is.EqualTo("input.unseen"));
        Assert.That(evidence.Message, Is.EqualTo("'state' is not one of its 2 known values."));
        Assert.That(
            One(rules => rules.OneOf("second purpose", x => x.SecondPurpose, Purpose.Car), _good with { SecondPurpose = Purpose.House }).Code,
            Is.EqualTo("input.unseen"));
        Assert.That(One(rules => rules.OneOf("purpose", x => x.Purpose, Purpose.House), _good).Code, Is.EqualTo("input.unseen"));
    }

    [Test]
    public void Length_outside_is_reported_with_its_unit()
    {
        Evidence text = One(rules => rules.Length("name", x => x.Name, 4, 9), _good);
        Assert.That(text.Code, Is.EqualTo("input.length"));
        Assert.That(text.Message, Is.EqualTo("'name' has fewer than 4 characters."));
        Assert.That((text.Score, text.Threshold), Is.EqualTo((3.0, 4.0)));
        Assert.That(One(rules => rules.Length("name", x => x.Name, 0, 2), _good).Message, Is.EqualTo("'name' has more than 2 characters."));
        Assert.That(One(rules => rules.Length("embedding", x => x.Embedding, 4, 4), _good).Message, Does.Contain("elements"));
        Assert.That(One(rules => rules.Length("embedding", x => x.Embedding, 1, 4), _good with { Embedding = null }).Score, Is.Zero);
        Assert.That(One(rules => rules.Length("memory", x => x.Memory, 3, 4), _good).Message, Does.Contain("elements"));
        Assert.That(One(rules => rules.Length("tags", x => x.Tags, 2, 4), _good).Message, Does.Contain("items"));
        Assert.That(One(rules => rules.Length("months", x => x.Months, 3, 4), _good).Message, Does.Contain("items"));
    }

    [Test]
    public void Pattern_mismatch_is_reported() =>
        Assert.That(
            One(rules => rules.Pattern("state", x => x.State, new Regex(@"\A[A-Z]{2}\z", RegexOptions.None, TimeSpan.FromSeconds(10))), _good with { State = "ca" }).Code,
            Is.EqualTo("input.pattern"));

    [Test]
    public void Pattern_that_runs_out_of_time_is_a_violation()
    {
        Regex catastrophic = new("^(a+)+$", RegexOptions.None, TimeSpan.FromMilliseconds(1));
        Evidence evidence = One(rules => rules.Pattern("name", x => x.Name, catastrophic), _good with { Name = new string('a', 40) + "!" });
        Assert.That(evidence.Code, Is.EqualTo("input.pattern"));
        Assert.That(evidence.Message, Is.EqualTo("'name' could not be matched with its pattern within 1 ms."));
    }

    [TestCase(double.NaN)]
    [TestCase(double.PositiveInfinity)]
    [TestCase(double.NegativeInfinity)]
    public void Finite_other_numbers_are_reported(double number)
    {
        Applicant bad = _good with
        {
            Income = number,
            Debt = number,
            Score = (float)number,
            Embedding = [1, (float)number, (float)number],
            Memory = new[] { (float)number },
        };
        Evidence[] found = Judge(
            rules => rules
                .Finite("income", x => x.Income)
                .Finite("debt", x => x.Debt)
                .Finite("score", x => x.Score)
                .Finite("embedding", x => x.Embedding)
                .Finite("memory", x => x.Memory),
            bad);
        Assert.That(found.Select(one => one.Code), Is.All.EqualTo("input.not-finite"));
        Assert.That(found.Select(one => one.Feature), Is.EqualTo(["income", "debt", "score", "embedding", "memory"]));
        Assert.That(found[3].Message, Is.EqualTo("'embedding' has 2 of 3 elements that are not finite, the first at index 1."));
    }

    [Test]
    public void Rule_of_ones_own_keeps_its_code_and_message()
    {
        Evidence evidence = One(rules => rules.Rule("loan.minor", x => x.Age >= 18, "An applicant must be of age."), _good with { Age = 3 });
        Assert.That((evidence.Code, evidence.Message), Is.EqualTo(("loan.minor", "An applicant must be of age.")));
    }

    [Test]
    public void Rules_report_every_violation_in_their_order() =>
        Assert.That(
            Judge(
                rules => rules
                    .Range("age", x => x.Age, 50, 60)
                    .Required("debt", x => x.Debt)
                    .OneOf("state", x => x.State, "NY")
                    .Rule("own.rule", _ => false, "Never."),
                _good).Select(one => one.Code),
            Is.EqualTo(["input.range", "input.missing", "input.unseen", "own.rule"]));

    [Test]
    public void Rule_that_throws_is_reported_without_the_exceptions_text_and_the_others_are_judged()
    {
        Evidence[] found = Judge(
            rules => rules
                .Range("age", x => x.Age > 0 ? throw new InvalidOperationException("secret " + x.Age) : x.Age, 1, 2)
                .Rule("own.rule", x => x.Name!.Length > 0, "Never.")
                .Required("name", x => x.Name),
            _good with { Name = null });
        Assert.That(found.Select(one => one.Code), Is.EqualTo(["input.rule-failed", "input.rule-failed", "input.missing"]));
        Assert.That(found[0].Message, Is.EqualTo("Range of 'age' could not be judged: it threw InvalidOperationException."));
        Assert.That(found[0].Feature, Is.EqualTo("age"));
        Assert.That(found[1].Message, Is.EqualTo("Rule 'own.rule' could not be judged: it threw NullReferenceException."));
    }

    [Test]
    [SetCulture("de-DE")]
    public void Messages_are_the_same_in_every_culture() =>
        Assert.That(
            One(rules => rules.Range("income", x => x.Income, 0.5, 1.5), _good).Message,
            Is.EqualTo("'income' is above its maximum of 1.5."));

    [Test]
    public void Rules_described_wrongly_throw_at_once()
    {
        Regex regex = new("a", RegexOptions.NonBacktracking);
        Action<ValidationRules<Applicant>>[] wrong =
        [
            rules => rules.Required(" ", x => x.Name),
            rules => rules.Required("name", (Func<Applicant, string?>)null!),
            rules => rules.Range("age", x => x.Age, 2, 1),
            rules => rules.Range("income", x => x.Income, double.NaN, 1),
            rules => rules.Range("income", x => x.Income, 0, double.NaN),
            rules => rules.Range("children", x => x.Children, 2, 1),
            rules => rules.OneOf("state", x => x.State),
            rules => rules.OneOf("state", x => x.State, "CA", null!),
            rules => rules.OneOf("state", x => x.State, (string[])null!),
            rules => rules.Length("name", x => x.Name, -1, 1),
            rules => rules.Length("name", x => x.Name, 2, 1),
            rules => rules.Length("memory", (Func<Applicant, ReadOnlyMemory<float>>)null!, 0, 1),
            rules => rules.Pattern("name", x => x.Name, null!),
            rules => rules.Pattern("", x => x.Name, regex),
            rules => rules.Finite("income", (Func<Applicant, double>)null!),
            rules => rules.Finite("memory", (Func<Applicant, ReadOnlyMemory<float>>)null!),
            rules => rules.Probabilities("memory", x => x.Memory, -0.1),
            rules => rules.Probabilities("memory", x => x.Memory, double.NaN),
            rules => rules.Probabilities("memory", x => x.Memory, 0.6),
            rules => rules.Rule("", _ => true, "Text."),
            rules => rules.Rule("own.rule", _ => true, " "),
            rules => rules.Rule("own.rule", null!, "Text."),
        ];
        foreach (Action<ValidationRules<Applicant>> rules in wrong)
        {
            Assert.That(() => rules(new("input")), Throws.InstanceOf<ArgumentException>());
        }
    }
}
