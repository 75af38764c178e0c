namespace AISafety.Robustness.Tests;

[TestFixture]
public sealed class VnnLibPropertyTests
{
    private const string Head = "(declare-const X_0 Real)\n(declare-const X_1 Real)\n(declare-const Y_0 Real)\n(declare-const Y_1 Real)\n";
    private const string Box = "(assert (>= X_0 -1)) (assert (<= X_0 1))\n(assert (and (>= X_1 0) (<= X_1 0.5)))\n";

    [Test]
    public void Parse_reads_boxes_and_regions()
    {
        VerificationProperty property = VnnLibProperty.Parse($"; a comment\n{Head}{Box}(assert (or (and (<= Y_0 Y_1) (>= Y_0 2)) (<= (+ (* 2 Y_1) (- Y_0) 1) 3)))");
        ForbiddenCase only = property.Cases.Single();
        Assert.Multiple(() =>
        {
            Assert.That(only.Box.Lower.ToArray(), Is.EqualTo(new double[] { -1, 0 }));
            Assert.That(only.Box.Upper.ToArray(), Is.EqualTo(new double[] { 1, 0.5 }));
            Assert.That(only.Regions, Has.Count.EqualTo(2));
            Assert.That(only.Regions[0].Select(one => (one.Coefficients[0], one.Coefficients[1], one.Bound)), Is.EqualTo(new[] { (1.0, -1.0, 0.0), (-1.0, 0.0, -2.0) }));
            Assert.That(only.Regions[1].Select(one => (one.Coefficients[0], one.Coefficients[1], one.Bound)), Is.EqualTo(new[] { (-1.0, 2.0, 2.0) }));
        });
    }

    [Test]
    public void Parse_cases_with_boxes_of_their_own_stay_apart()
    {
        VerificationProperty property = VnnLibProperty.Parse($"{Head}(assert (or (and (>= X_0 0) (<= X_0 1) (<= X_1 1) (>= X_1 0) (>= Y_0 1)) (and (>= X_0 2) (<= X_0 3) (<= X_1 1) (>= X_1 0) (>= Y_0 1))))");
        Assert.That(property.Cases.Select(one => one.Box.Lower[0]), Is.EqualTo(new double[] { 0, 2 }));
    }

    [TestCase("(assert (=> (<= X_0 1) (>= Y_0 1)))", 7, "'(=> ...)' is not understood")]
    [TestCase("(assert (<= (* Y_0 Y_1) 1))", 7, "'(* ...)' is not understood")]
    [TestCase("(assert (<= Y_2 1))", 7, "Y_2 is not declared")]
    [TestCase("(assert (<= Z_0 1))", 7, "'Z_0' is not understood")]
    [TestCase("(assert (<= Y_0 1)", 7, "a bracket that is not closed")]
    [TestCase("(assert (<= Y_0 1)))", 7, "a closing bracket without an opening one")]
    [TestCase("(assert (<= Y_0 X_0))", 7, "of inputs and outputs")]
    [TestCase("(check-sat)", 7, "'(check-sat ...)' is not understood")]
    [TestCase("(declare-const Y_7 Real)", 7, "expected (declare-const X_2 Real) or (declare-const Y_2 Real)")]
    [TestCase("(assert (<= X_0 -2)) (assert (<= Y_0 0))", 0, "X_0 is from -1 to -2")]
    [TestCase("(assert (<= Y_0 (+ 1e16 1 (- 1e16))))", 7, "a double cannot hold exactly")]
    [TestCase("(assert (<= (* 1e-200 Y_0) 0))", 7, "out of range")]
    [TestCase("(assert (or))", 0, "there is no case")]
    [TestCase("", 0, "there is no inequality of outputs")]
    public void Parse_what_is_wrong_is_named_with_its_line(string last, int line, string message)
    {
        VnnLibException fault = Assert.Throws<VnnLibException>(() => VnnLibProperty.Parse(Head + Box + last))!;
        Assert.That((fault.Line, fault.Message), Is.EqualTo((line, fault.Message)));
        Assert.That(fault.Message, Does.Contain(message));
    }

    [Test]
    public void Parse_an_input_without_a_bound_is_named() =>
        Assert.That(() => VnnLibProperty.Parse(Head + "(assert (<= X_0 1)) (assert (>= X_0 1)) (assert (<= X_1 1)) (assert (<= Y_0 1))"), Throws.TypeOf<VnnLibException>().With.Message.EqualTo("X_1 has no least value."));

    [Test]
    public void Parse_damaged_text_is_refused_by_its_own_exception()
    {
        string whole = $"{Head}{Box}(assert (or (and (<= Y_0 Y_1) (>= Y_0 2)) (<= (+ (* 2 Y_1) (- Y_0) 1) 3)))";
        Random random = new(1);
        for (int i = 0; i < 3000; i++)
        {
            char[] damaged = whole.ToCharArray();
            for (int change = 0; change <= i % 3; change++)
            {
                damaged[random.Next(damaged.Length)] = "()<>=XY_019.-+* \nae"[random.Next(19)];
            }

            try
            {
                VnnLibProperty.Parse(new string(damaged));
            }
            catch (VnnLibException)
            {
            }
        }
    }
}
