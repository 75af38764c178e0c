using AISafety.Incidents;

namespace AISafety.Tests.Incidents;

[TestFixture]
public sealed class ContainmentReasonTests
{
    [Test]
    public async Task IncidentOf_the_reason_of_an_incident_is_its_id()
    {
        Desks desks = new();
        Incident incident = await desks.SendAsync(desks.Alert());

        string reason = ContainmentReason.Of(incident);

        Assert.That(ContainmentReason.IncidentOf(reason), Is.EqualTo(incident.Id));
        Assert.That((ContainmentReason.Of("aisafety", reason), ContainmentReason.Of("ben", reason), ContainmentReason.Of(null, reason)), Is.EqualTo((reason, (string?)null, (string?)null)));
    }

    [TestCase("")]
    [TestCase("incident ")]
    [TestCase("incident : it")]
    [TestCase("incident 1: it")]
    [TestCase("incident 0123456789abcdef-: it")]
    [TestCase("incident 0123456789abcdef-0: it")]
    [TestCase("incident 0123456789abcdef-01: it")]
    [TestCase("incident 0123456789abcdef-+1: it")]
    [TestCase("incident 0123456789abcdef-12345678901234567890: it")]
    [TestCase("incident 0123456789ABCDEF-1: it")]
    [TestCase("incident 0123456789abcde-11: it")]
    [TestCase("incident 0123456789abcdef-1 : it")]
    [TestCase("incident 0123456789abcdef-1")]
    [TestCase("incident ../0123456789abc-1: it")]
    [TestCase("see incident 0123456789abcdef-1: it")]
    [TestCase("Incident 0123456789abcdef-1: it")]
    public void IncidentOf_anything_else_is_nothing(string reason) => Assert.That(ContainmentReason.IncidentOf(reason), Is.Null);
}
