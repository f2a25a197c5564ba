using Izzy.Heartbeat;
using Izzy.Heartbeat.Protocol;
using Izzy.Heartbeat.Safety;
using Izzy.Robot;

var motors = new Motors();
using var izzy = new IzzyClient(new IzzyClientOptions
{
    Name = "sofa",
    CheckInLimit = TimeSpan.FromMilliseconds(500),
    StopAction = cause => motors.Off(),           // at once, on a thread of its own
});
izzy.Start();

var permit = izzy.Permit;
while (motors.ArePowered)
{
    izzy.CheckIn();                               // if this loop hangs, the robot stops
    if (motors.ResetButtonWasPressed && izzy.Reset() == ResetRefusal.None)
        permit = izzy.Permit;                     // commands given under an older permit are void

    if (permit.IsValid)                           // asked each time, at the moment of use
        motors.Drive(speed: 300);
    if (!permit.IsValid)                          // and again after it: a stop may have come in between
        motors.Off();

    var status = motors.Speed == 0 ? IzzyStatus.Available : IzzyStatus.Moving;
    izzy.Report(new IzzyState(status, motors.X, motors.Y, Heading: motors.Heading, Speed: motors.Speed));
    Thread.Sleep(20);                             // your control loop
}
