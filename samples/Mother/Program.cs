using Izzy.Heartbeat;
using Izzy.Heartbeat.Safety;

using var mother = new Mother(new MotherOptions { Expected = ["sofa"] });
var events = mother.Subscribe();
mother.Start();
_ = Task.Run(async () =>
{
    await foreach (var happened in events.ReadAllAsync())
        Console.WriteLine(happened.ToJson());
});

while (Console.ReadLine() is { } line && line != "quit")
{
    if (line != "reset")
        mother.Stop();                            // anything else that is typed stops: better once too often
    else if (mother.Reset() is var refusal and not ResetRefusal.None)
        Console.WriteLine($"Not reset: {refusal}");
}
