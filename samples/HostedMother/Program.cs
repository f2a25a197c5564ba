using Izzy.Heartbeat;
using Izzy.Heartbeat.Hosting;
using Izzy.Heartbeat.Safety;
using OpenTelemetry;
using OpenTelemetry.Metrics;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddMother(builder.Configuration.GetSection("Izzy:Mother"));
builder.Services.AddHealthChecks().AddMother();
var app = builder.Build();

// Sends to the collector that OTEL_EXPORTER_OTLP_ENDPOINT names, or to one on this machine.
using var metrics = Sdk.CreateMeterProviderBuilder().AddMeter(HeartbeatMeter.Name).AddOtlpExporter().Build();

app.MapHealthChecks("/health/live", new() { Predicate = check => check.Tags.Contains("live") });
app.MapHealthChecks("/health/ready", new() { Predicate = check => check.Tags.Contains("ready") });
app.MapPost("/stop", (Mother mother) => mother.Stop());
app.MapPost("/reset", (Mother mother) => mother.Reset() is ResetRefusal.None ? Results.Ok() : Results.Conflict());
app.Run();
