using Izzy.Heartbeat.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Izzy.Hosting.Tests;

public sealed class RegistrationTests
{
    [Fact]
    public void A_second_one_in_a_host_is_refused()
    {
        var services = new ServiceCollection().AddMother().AddIzzyClient();
        Assert.Contains("before", Assert.Throws<InvalidOperationException>(() => services.AddMother()).Message, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => services.AddIzzyClient());
    }

    [Fact]
    public void The_service_manager_is_told_by_one_alone() => Assert.Single(
        new ServiceCollection().AddMother().AddIzzyClient(),
        service => service.ServiceType == typeof(IHostedService) && service.ImplementationType?.Name == "SystemdService");
}
