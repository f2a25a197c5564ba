namespace Izzy.Robot;

/// <summary>
/// Stands for the motors of your robot: prints what it would do. Press r for the reset button and q to end. Called by the loop and by the stop
/// action, so by two threads.
/// </summary>
internal sealed class Motors
{
    private bool _powered = true;
    private bool _reset;

    public bool ArePowered
    {
        get
        {
            ReadKeys();
            return _powered;
        }
    }

    public bool ResetButtonWasPressed
    {
        get
        {
            var pressed = _reset;
            _reset = false;
            return pressed;
        }
    }

    public int Speed { get; private set; }

    public int X { get; private set; }

    public int Y { get; }

    public int Heading { get; }

    public void Drive(int speed)
    {
        X += speed / 50;
        Become(speed);
    }

    public void Off() => Become(0);

    private void Become(int speed)
    {
        if (Speed != speed)
            Console.WriteLine(speed == 0 ? "motors off" : $"driving at {speed} mm/s");
        Speed = speed;
    }

    private void ReadKeys()
    {
        while (!Console.IsInputRedirected && Console.KeyAvailable)
        {
            var key = Console.ReadKey(intercept: true).KeyChar;
            _reset |= key == 'r';
            _powered &= key != 'q';
        }
    }
}
