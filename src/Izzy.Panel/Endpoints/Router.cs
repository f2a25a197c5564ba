using System.Collections.Frozen;
using Izzy.Panel.Access;
using Microsoft.AspNetCore.Http;

namespace Izzy.Panel.Endpoints;

/// <summary>One table of all that can be called, and the one place through which every request goes.</summary>
internal sealed class Router
{
    private readonly FrozenDictionary<string, Route> _routes;
    private readonly Doorkeeper _doorkeeper;
    private readonly Api _api;
    private readonly Action<string> _tell;
    private readonly Route _file;

    public Router(Api api, Doorkeeper doorkeeper, Action<string> tell)
    {
        _api = api;
        _doorkeeper = doorkeeper;
        _tell = tell;
        _file = new("GET", Act.Open, api.File);
        _routes = new Dictionary<string, Route>
        {
            ["/api/stream"] = new("GET", Act.View, api.Stream),
            ["/api/session"] = new("GET", Act.Open, api.Session),
            ["/api/events"] = new("GET", Act.View, api.Events),
            ["/api/events.csv"] = new("GET", Act.View, api.EventsCsv),
            ["/api/stop"] = new("POST", Act.Open, api.Stop),
            ["/api/reset"] = new("POST", Act.Change, api.Reset),
            ["/api/acknowledge"] = new("POST", Act.Change, api.Acknowledge),
            ["/api/login"] = new("POST", Act.Open, api.Login),
            ["/healthz/live"] = new("GET", Act.Open, api.Live),
            ["/healthz/ready"] = new("GET", Act.Open, api.Ready),
        }.ToFrozenDictionary();
    }

    /// <summary>Answers a request. No exception leaves it.</summary>
    public async Task Handle(HttpContext context)
    {
        try
        {
            SecurityHeaders.Add(context.Response);
            await Dispatch(context).ConfigureAwait(false);
        }
        catch (BadHttpRequestException exception)
        {
            await Fail(context, exception.StatusCode, "bad-request", "The request is too long or not well-formed.").ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException && context.RequestAborted.IsCancellationRequested)
        {
            // Nobody is there to be answered.
        }
        catch (Exception exception)
        {
            _tell($"The panel could not answer {context.Request.Path}: {exception.Message}");
            await Fail(context, StatusCodes.Status500InternalServerError, "internal", "The panel could not answer. Mother's terminal says why.").ConfigureAwait(false);
        }
    }

    private Task Dispatch(HttpContext context)
    {
        var path = context.Request.Path.Value ?? "";
        var route = _routes.TryGetValue(path, out var known) ? known : _api.HasFile(path) ? _file : null;
        switch (_doorkeeper.Decide(route?.Act ?? Act.Open, context))
        {
            case Verdict.Misdirected:
                return Answers.Refuse(context, StatusCodes.Status421MisdirectedRequest, "wrong-host", "This machine is not called so. Open the panel by its address.");
            case Verdict.Foreign:
                return Answers.Refuse(context, StatusCodes.Status403Forbidden, "foreign-page", "Another page asked for this. Type the panel's address into the browser.");
            case Verdict.NeedsSession:
                return Answers.Refuse(context, StatusCodes.Status401Unauthorized, "token-needed", "From another machine this needs the operator's token, which Mother's terminal shows.");
        }

        if (route is null)
            return Answers.Refuse(context, StatusCodes.Status404NotFound, "not-found", "There is nothing here.");
        if (context.Request.Method == route.Method || (route == _file && HttpMethods.IsHead(context.Request.Method)))
            return route.Answer(context);
        context.Response.Headers.Allow = route.Method;
        return Answers.Refuse(context, StatusCodes.Status405MethodNotAllowed, "wrong-method", $"Use {route.Method} here.");
    }

    private static async Task Fail(HttpContext context, int status, string error, string message)
    {
        if (context.Response.HasStarted)
        {
            context.Abort();
            return;
        }

        try
        {
            context.Response.Clear();
            SecurityHeaders.Add(context.Response);
            await Answers.Refuse(context, status, error, message).ConfigureAwait(false);
        }
        catch (Exception gone) when (gone is IOException or OperationCanceledException or InvalidOperationException)
        {
            // Nobody is there to be answered.
        }
    }

    private sealed record Route(string Method, Act Act, Func<HttpContext, Task> Answer);
}
