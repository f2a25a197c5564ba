using Izzy.Heartbeat.Hosting;
using Izzy.HostedRobot;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

var builder = Host.CreateApplicationBuilder(args);
builder.Services.AddSingleton<Motors>();
builder.Services.AddHostedService<ControlLoop>();
builder.Services.AddIzzyClient(
    builder.Configuration.GetSection("Izzy:Client"),
    stopAction: services =>
    {
        // Asked for here, so that the motors are there before the IZZY and longer than it.
        var motors = services.GetRequiredService<Motors>();
        return cause => motors.Off();
    });
builder.Services.AddHealthChecks().AddIzzyClient();
builder.Build().Run();
