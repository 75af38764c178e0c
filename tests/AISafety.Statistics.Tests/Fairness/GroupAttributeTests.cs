namespace AISafety.Statistics.Tests;

public sealed class GroupAttributeTests
{
    [Test]
    public void Encode_names_groups_in_ordinal_order()
    {
        int[] codes = new int[4];
        GroupAttribute sex = GroupAttribute.Encode("sex", ["m", "f", "m", "F"], codes);
        Assert.That(sex.Groups, Is.EqualTo(new[] { "F", "f", "m" }));
        Assert.That(codes, Is.EqualTo(new[] { 2, 1, 2, 0 }));
    }

    [Test]
    public void Cross_codes_and_names_agree_for_three_attributes()
    {
        GroupAttribute sex = new("sex", ["f", "m"]);
        GroupAttribute age = new("age", ["young", "middle", "old"]);
        GroupAttribute place = new("place", ["town", "land"]);
        GroupAttribute two = sex.Cross(age);
        GroupAttribute three = two.Cross(place);
        int[] crossed = new int[2];
        two.Cross([4, 0], place, [1, 0], crossed);
        int[] pair = new int[1];
        sex.Cross([1], age, [1], pair);
        Assert.That(three.Name, Is.EqualTo("sex x age x place"));
        Assert.That(three.GroupCount, Is.EqualTo(12));
        Assert.That(two.Groups[pair[0]], Is.EqualTo("m, middle"));
        Assert.That(three.Groups[crossed[0]], Is.EqualTo("m, middle, land"));
        Assert.That(three.Groups[crossed[1]], Is.EqualTo("f, young, town"));
    }

    [Test]
    public void Cross_names_that_meet_are_no_error()
    {
        Assert.That(new GroupAttribute("a", ["x, y", "x"]).Cross(new("b", ["z", "y, z"])).GroupCount, Is.EqualTo(4));
    }

    [Test]
    public void Bad_input_is_refused()
    {
        GroupAttribute sex = new("sex", ["f", "m"]);
        GroupAttribute many = new("many", Enumerable.Range(0, 40_000).Select(static i => $"{i}"));
        Assert.That(() => new GroupAttribute("a", []), Throws.ArgumentException);
        Assert.That(() => new GroupAttribute("a", ["x", "x"]), Throws.ArgumentException);
        Assert.That(() => GroupAttribute.Encode("a", ["x"], []), Throws.ArgumentException);
        Assert.That(() => many.Cross(sex), Throws.ArgumentException);
        Assert.That(() => sex.Cross([2], sex, [0], new int[1]), Throws.ArgumentException);
        Assert.That(() => sex.Cross([1], sex, [0, 1], new int[2]), Throws.ArgumentException);
    }
}
