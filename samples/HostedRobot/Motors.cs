namespace Izzy.HostedRobot;

/// <summary>Stands for the motors of your robot: prints what it would do. Called by the loop and by the stop action, so by two threads.</summary>
internal sealed class Motors
{
    private int _speed;

    public int Speed => Volatile.Read(ref _speed);

    public void Drive(int speed) => Become(speed);

    public void Off() => Become(0);

    private void Become(int speed)
    {
        if (Interlocked.Exchange(ref _speed, speed) != speed)
            Console.WriteLine(speed == 0 ? "motors off" : $"driving at {speed} mm/s");
    }
}
