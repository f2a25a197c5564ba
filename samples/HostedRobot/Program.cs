using Izzy.Heartbeat.Hosting;
using Izzy.HostedRobot;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

var builder = Host.CreateApplicationBuilder(args);
builder.Services.AddSingleton<Motors>();
builder.Services.AddHostedService<ControlLoop>();
builder.Services.AddIzzyClient(
    builder.Configuration.GetSection("Izzy:Client"),
    stopAction: (services, cause) => services.GetRequiredService<Motors>().Off());
builder.Services.AddHealthChecks().AddIzzyClient();
builder.Build().Run();
