// A new version of a model goes into service: first in the shadow, then to a few customers. It is worse, and goes back by itself. Then the machine that the model runs on fails; and what all this was is read in an incident.
//     dotnet run --project samples/Rollout
using System.Globalization;
using LoanRollout;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
bool[] isAsTold =
[
    await ShadowAct.ShowAsync(),
    await CanaryAct.ShowAsync(),
    await OutageAct.ShowAsync(),
];
return isAsTold.All(static one => one) ? 0 : 1;
