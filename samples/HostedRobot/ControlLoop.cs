using Izzy.Heartbeat;
using Izzy.Heartbeat.Protocol;
using Microsoft.Extensions.Hosting;

namespace Izzy.HostedRobot;

/// <summary>The loop that drives the motors. It asks the permit each time, and checks in: where it hangs, the IZZY stops.</summary>
internal sealed class ControlLoop(IzzyClient izzy, Motors motors) : BackgroundService
{
    private static readonly TimeSpan s_turn = TimeSpan.FromMilliseconds(20);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            izzy.CheckIn();
            var permit = izzy.Permit;
            if (permit.IsValid)
                motors.Drive(speed: 300);
            // And again after it: a stop may have come in between.
            if (!permit.IsValid)
                motors.Off();
            izzy.Report(new IzzyState(motors.Speed == 0 ? IzzyStatus.Available : IzzyStatus.Moving, Speed: motors.Speed));
            await Task.Delay(s_turn, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        motors.Off();
    }
}
